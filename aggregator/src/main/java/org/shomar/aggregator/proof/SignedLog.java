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
            signed(tree.size());
        }
    }

    /// As [#append(byte[])].
    public void append(List<Digest> leafHashes) {
        leafHashes.forEach(tree::append);
        if (started && !leafHashes.isEmpty()) {
            signed(tree.size());
        }
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
    /// Fails when that cannot be done now; asked again, it is tried again.
    ///
    /// @param size 0..the log's size
    public Future<Signed> signed(long size) {
        if (size > tree.size()) {
            return Future.failedFuture(new IllegalStateException(
                    "the log has " + tree.size() + " leaves, not " + size));
        }
        Promise<Signed> promise;
        synchronized (checkpoints) {
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
        } catch (IOException | RuntimeException fault) {
            LOG.error("a checkpoint cannot be signed and kept; nobody is answered", fault);
            sizes.forEach(size -> promise(size, true).fail(fault));
            return;
        }
        signed.forEach((size, made) -> promise(size, false).complete(made));
    }

    private Promise<Signed> promise(long size, boolean forget) {
        synchronized (checkpoints) {
            Promise<Signed> promise = forget ? checkpoints.remove(size) : checkpoints.get(size);
            return Objects.requireNonNull(promise);
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
