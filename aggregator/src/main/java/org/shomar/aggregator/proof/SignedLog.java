package org.shomar.aggregator.proof;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The log while it grows: leaves come in commit by commit, and each commit's checkpoint is
/// signed, written to disk, and only then handed out.
///
/// Leaves are given by one thread, in order. Signing has a thread of its own; while it waits
/// for the disk, the next commits gather. Ed25519 is deterministic, so a checkpoint that was
/// signed before comes out the same: old receipts are made again, not stored.
public final class SignedLog implements AutoCloseable {
    /// Checkpoints kept ready for resends, about 1.5 KB each.
    static final int SIGNED_KEPT_MAX = 4_096;

    /// Sizes that are waited for at a time. They come from the ledger, so a node that follows
    /// it has a few.
    static final int AWAITED_MAX = 1_024;

    /// How long the log of a node may be behind the ledger: what others stored comes within
    /// a second.
    private static final int AWAIT_MILLIS = 2_000;

    private static final int CLOSE_SECONDS_MAX = 5;
    private static final Logger LOG = LoggerFactory.getLogger(SignedLog.class);

    private final MerkleTree tree = new MerkleTree();
    private final NoteSigner signer;
    private final LastSigned memory;
    private final ExecutorService signing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("log-signer").factory());

    /// By size, the eldest first; guarded by itself.
    private final Map<Long, Promise<Signed>> checkpoints = new LinkedHashMap<>();

    /// Sizes to be signed; guarded by `checkpoints`.
    private List<Long> wanted = new ArrayList<>();

    /// Sizes that the log has not reached yet; guarded by `checkpoints`.
    private final TreeMap<Long, Promise<Void>> awaited = new TreeMap<>();

    private volatile @Nullable Signed latest;
    private volatile boolean started;

    /// What the signer's thread knows to be on disk.
    private @Nullable Checkpoint remembered;

    SignedLog(NoteSigner signer, LastSigned memory) {
        this.signer = signer;
        this.memory = memory;
    }

    /// An empty log, to be filled with what the ledger holds.
    ///
    /// @param folder where the last signed checkpoint is remembered; it exists
    public static SignedLog open(Path folder, NoteSigner signer) throws IOException {
        return new SignedLog(signer, LastSigned.in(folder));
    }

    /// The log's verifier key.
    public NoteKey key() {
        return signer.key();
    }

    /// Leaves so far.
    public long size() {
        return tree.size();
    }

    public MerkleTree tree() {
        return tree;
    }

    /// Takes the next leaves and signs their checkpoint soon. Costs two hashes a leaf.
    ///
    /// @param leafHashes 32 bytes each, side by side
    public void append(byte[] leafHashes) {
        for (int at = 0; at < leafHashes.length; at += Digest.BYTES) {
            tree.append(leafHashes, at);
        }
        if (started && leafHashes.length > 0) {
            grown();
        }
    }

    /// As [#append(byte[])].
    public void append(List<Digest> leafHashes) {
        leafHashes.forEach(tree::append);
        if (started && !leafHashes.isEmpty()) {
            grown();
        }
    }

    private void grown() {
        long size = tree.size();
        signed(size);
        List<Promise<Void>> reached;
        synchronized (checkpoints) {
            Map<Long, Promise<Void>> covered = awaited.headMap(size, true);
            reached = List.copyOf(covered.values());
            covered.clear();
        }
        reached.forEach(Promise::tryComplete);
    }

    /// Begins to sign, after everything that the ledger holds was appended.
    ///
    /// @throws LogRefusedException when the ledger is older than the last signed checkpoint,
    ///     or another one
    public Future<Signed> start() throws IOException {
        Checkpoint last = memory.read(key());
        if (last != null) {
            requireGrown(last);
            remembered = last;
        }
        started = true;
        return signed(tree.size());
    }

    private void requireGrown(Checkpoint last) {
        if (last.size() > tree.size()) {
            throw new LogRefusedException("the database is older than the last signed checkpoint:"
                    + " it holds " + tree.size() + " entries, but " + last.size()
                    + " were signed for and may be in receipts. Restore a newer backup or the"
                    + " standby; starting from here would contradict those receipts");
        }
        Digest root = tree.at(last.size()).root();
        if (!root.equals(last.root())) {
            throw new LogRefusedException("the database is another one than was signed for: its"
                    + " first " + last.size() + " entries have the root "
                    + Checkpoint.base64(root) + ", the last signed checkpoint has "
                    + Checkpoint.base64(last.root()) + ". Start with the database that belongs to"
                    + " this data folder");
        }
    }

    /// The newest checkpoint that is signed and on disk; null before the start.
    public @Nullable Signed latest() {
        return latest;
    }

    /// Entries under the newest checkpoint that is signed and on disk; 0 before the start.
    public long signedSize() {
        Signed newest = latest;
        return newest == null ? 0 : newest.checkpoint().size();
    }

    /// The checkpoint of a size, as soon as it is signed and on disk. The same for ever.
    /// Fails when that cannot be done now; asked again, it is tried again. The database shows
    /// an entry a moment before the log has it, so a size above the log's is waited for, two
    /// seconds at most.
    ///
    /// @param size 0..the ledger's
    public Future<Signed> signed(long size) {
        Promise<Signed> promise;
        synchronized (checkpoints) {
            if (size > tree.size()) {
                return reached(size).compose(reached -> signed(size));
            }
            Promise<Signed> known = checkpoints.get(size);
            if (known != null) {
                return known.future();
            }
            forgetEldest();
            promise = Promise.promise();
            checkpoints.put(size, promise);
            wanted.add(size);
            if (wanted.size() > 1) {
                return promise.future(); // the signer has been told
            }
        }
        signing.execute(this::signWanted);
        return promise.future();
    }

    /// When the log has a size; guarded by `checkpoints`. The first who asks sets the clock.
    private Future<Void> reached(long size) {
        Promise<Void> known = awaited.get(size);
        if (known != null) {
            return known.future();
        }
        if (awaited.size() >= AWAITED_MAX) {
            return Future.failedFuture(tooShort(size));
        }
        Promise<Void> promise = Promise.promise();
        awaited.put(size, promise);
        var unused = promise.future()
                .timeout(AWAIT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(late -> giveUp(size, promise));
        return promise.future();
    }

    private void giveUp(long size, Promise<Void> promise) {
        synchronized (checkpoints) {
            awaited.remove(size, promise);
        }
        promise.tryFail(tooShort(size));
    }

    private IllegalStateException tooShort(long size) {
        return new IllegalStateException("the log has " + tree.size() + " leaves, not " + size);
    }

    private void forgetEldest() {
        Iterator<Promise<Signed>> eldest = checkpoints.values().iterator();
        while (checkpoints.size() >= SIGNED_KEPT_MAX
                && eldest.hasNext()
                && eldest.next().future().isComplete()) {
            eldest.remove();
        }
    }

    private void signWanted() {
        List<Long> sizes;
        synchronized (checkpoints) {
            sizes = wanted;
            wanted = new ArrayList<>();
        }
        TreeMap<Long, Signed> signed = new TreeMap<>();
        try {
            sizes.forEach(size -> signed.put(size, sign(size)));
            remember(signed.lastEntry().getValue());
            signed.forEach(this::complete);
        } catch (IOException | RuntimeException | Error fault) {
            LOG.error("a checkpoint cannot be signed and kept; nobody is answered", fault);
            sizes.forEach(size -> fail(size, fault));
        }
    }

    private void complete(long size, Signed made) {
        Promise<Signed> promise;
        synchronized (checkpoints) {
            promise = Objects.requireNonNull(checkpoints.get(size));
        }
        promise.complete(made);
    }

    /// So that the next who asks has it tried again.
    private void fail(long size, Throwable fault) {
        Promise<Signed> promise;
        synchronized (checkpoints) {
            promise = checkpoints.remove(size);
        }
        if (promise != null) { // it may be complete, and then forgotten
            promise.tryFail(fault);
        }
    }

    private Signed sign(long size) {
        TreeAt then = tree.at(size);
        Checkpoint checkpoint = new Checkpoint(key().name(), size, then.root());
        Checkpoint last = remembered;
        if (last != null && size >= last.size()) {
            requireGrown(last);
        }
        String text = checkpoint.text();
        return new Signed(then, checkpoint, new Note(text, List.of(signer.sign(text))));
    }

    /// Nothing is handed out that a restart would not remember.
    private void remember(Signed newest) throws IOException {
        Checkpoint last = remembered;
        if (last == null || newest.checkpoint().size() > last.size()) {
            memory.write(newest.note());
            remembered = newest.checkpoint();
        }
        Signed before = latest;
        if (before == null || newest.checkpoint().size() > before.checkpoint().size()) {
            latest = newest;
        }
    }

    /// Signs what is under way, then closes.
    @Override
    public void close() throws IOException {
        signing.shutdown();
        try {
            if (!signing.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("the disk does not answer; closing without the last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memory.close();
    }
}
