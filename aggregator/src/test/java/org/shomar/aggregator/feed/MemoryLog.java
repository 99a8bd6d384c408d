package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A log in memory: entry 1, and what a test adds; each addition is signed at once, and
/// published unless the test holds it back.
final class MemoryLog implements LogSource {
    final AtomicInteger reads = new AtomicInteger();

    private final MerkleTree tree = new MerkleTree();
    private final List<byte[]> entries = new ArrayList<>();
    private final Random random;
    private final NoteSigner signer;
    private volatile Checkpoint signed;
    private volatile Note published;
    private volatile boolean ledgerIsAway;

    MemoryLog(Definition definition, long seed) {
        this("shomar/" + definition.election(), seed);
    }

    MemoryLog(String origin, long seed) {
        this.random = new Random(seed);
        try {
            signer = NoteSigner.of(origin, NoteKey.Type.LOG, new byte[32], Ed25519.fastest());
        } catch (UnfitTextException e) {
            throw new AssertionError(e);
        }
        append(("statement " + seed).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        signed = checkpoint();
        published = note();
    }

    /// Adds entries of 1 to 700 random bytes, signs, and publishes.
    MemoryLog grow(int count) {
        growSilently(count);
        published = note();
        return this;
    }

    /// The same, but the published checkpoint stays.
    synchronized void growSilently(int count) {
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[random.nextInt(1, 701)];
            random.nextBytes(entry);
            append(entry);
        }
        signed = checkpoint();
    }

    /// Reads of entries fail from now on, or no longer.
    void ledgerIsAway(boolean away) {
        ledgerIsAway = away;
    }

    /// Somebody changed an entry in the database.
    synchronized void forge(int leaf) {
        entries.set(leaf, new byte[] {6, 6, 6});
    }

    NoteKey key() {
        return signer.key();
    }

    @Override
    public String logKey() {
        return signer.key().toString();
    }

    @Override
    public Note published() {
        return published;
    }

    @Override
    public Checkpoint signed() {
        return signed;
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return Tiles.hashes(tree, signed.size(), path);
    }

    @Override
    public synchronized Future<List<byte[]>> entries(long firstLeaf, int count) {
        reads.incrementAndGet();
        return ledgerIsAway
                ? Future.failedFuture("the database is away")
                : Future.succeededFuture(
                        List.copyOf(entries.subList((int) firstLeaf, (int) firstLeaf + count)));
    }

    private void append(byte[] entry) {
        entries.add(entry);
        tree.append(Digest.leafHash(entry));
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(
                signer.key().name(), tree.size(), tree.at(tree.size()).root());
    }

    private Note note() {
        String text = signed.text();
        return new Note(text, List.of(signer.sign(text)));
    }
}
