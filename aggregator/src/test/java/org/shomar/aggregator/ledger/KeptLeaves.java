package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The leaf hashes that a ledger told of, in the order it told them.
final class KeptLeaves implements Leaves {
    static final String KEY = "shomar/test+00000000+AQ==";

    private final Consumer<List<Committed>> onCommitted;
    private final List<Digest> hashes = new ArrayList<>();

    KeptLeaves(Consumer<List<Committed>> onCommitted) {
        this.onCommitted = onCommitted;
    }

    @Override
    public String logKey() {
        return KEY;
    }

    @Override
    public synchronized long size() {
        return hashes.size();
    }

    /// The hashes as soon as there are that many.
    synchronized List<Digest> hashes(int size) throws InterruptedException {
        while (hashes.size() < size) {
            wait(TimeUnit.SECONDS.toMillis(60));
        }
        return List.copyOf(hashes);
    }

    @Override
    public synchronized void follow(byte[] leafHashes) {
        for (int at = 0; at < leafHashes.length; at += Digest.BYTES) {
            hashes.add(Digest.of(Arrays.copyOfRange(leafHashes, at, at + Digest.BYTES)));
        }
        notifyAll();
    }

    @Override
    public void committed(List<Committed> added) {
        synchronized (this) {
            added.forEach(one -> hashes.add(one.entry().signed().leafHash()));
            notifyAll();
        }
        onCommitted.accept(added);
    }
}
