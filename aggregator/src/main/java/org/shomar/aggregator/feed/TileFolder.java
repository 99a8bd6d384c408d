package org.shomar.aggregator.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// The log as a folder of files that any web server or CDN can serve: the paths and bytes
/// of the public plane (c2sp.org/tlog-tiles).
///
/// Once a second the published checkpoint, if it is another one, is written with the tiles
/// that it needs, itself last: whoever reads a checkpoint finds its tiles. Partial tiles
/// stay until the full one is there. A start reads the folder once, about half a KB an
/// entry, and makes again what is missing or damaged. Entries are written as long as they
/// are published; what was public is not taken back. After a power cut the checkpoint is
/// whole, and the next start mends the tiles. A thread of its own does all of it.
public final class TileFolder {
    /// Between two looks at the published checkpoint.
    static final int LOOK_MILLIS = 1_000;

    private static final int CLOSE_MILLIS_MAX = 2_000;
    private static final int READ_SECONDS_MAX = 30;
    /// Levels of the hash tree in a level of tiles.
    private static final int TILE_BITS = 8;

    private static final String CHECKPOINT = "checkpoint";
    private static final Logger LOG = LoggerFactory.getLogger(TileFolder.class);

    private final FolderFiles files;
    private final LogSource log;
    private final EntryBundle bundle;
    private final RareLog failures;
    private final BooleanSupplier entriesArePublished;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tile-folder").factory());

    /// Tiles of hashes, and bundles, are there for the first so many entries.
    private long hashes;

    private long entries;
    private volatile long size;
    private volatile long closeBy;
    private volatile boolean closing;

    private TileFolder(
            FolderFiles files, LogSource log, BooleanSupplier entriesArePublished, long size) {
        this.files = files;
        this.failures =
                new RareLog(LOG, "--tiles " + files + " is not up to date, it is tried again");
        this.size = size;
        this.log = log;
        this.bundle = new EntryBundle(log);
        this.entriesArePublished = entriesArePublished;
    }

    /// Opens a folder, made if need be, and keeps it up from now on.
    ///
    /// @param entriesArePublished whether bundles may be written now
    /// @throws IOException when it cannot be written, or holds another log
    public static TileFolder open(Path path, LogSource log, BooleanSupplier entriesArePublished)
            throws IOException {
        TileFolder folder = at(path, log, entriesArePublished);
        ScheduledFuture<?> unused = folder.thread.scheduleWithFixedDelay(
                folder::tryWrite, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return folder;
    }

    /// A folder that is written only when told.
    static TileFolder at(Path path, LogSource log, BooleanSupplier entriesArePublished)
            throws IOException {
        FolderFiles files = FolderFiles.open(path);
        try {
            long size = requireSameLog(files, log);
            return new TileFolder(files, log, entriesArePublished, size);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /// The checkpoint that is there. One that is damaged is none, and everything is made
    /// again: a copy for web servers does not keep the count from starting.
    private static Optional<Checkpoint> written(FolderFiles files) {
        try {
            Optional<byte[]> bytes = files.read(CHECKPOINT);
            return bytes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Checkpoint.parse(
                            Note.parse(new String(bytes.get(), UTF_8)).text()));
        } catch (IOException | UnfitTextException damaged) {
            LOG.warn(
                    "--tiles {} has a file checkpoint that is damaged: {}. It is made again",
                    files,
                    damaged.toString());
            return Optional.empty();
        }
    }

    /// What is there may be older than the log, never another one. Gives its size, 0 for
    /// nothing.
    private static long requireSameLog(FolderFiles files, LogSource log) throws IOException {
        Optional<Checkpoint> written = written(files);
        if (written.isEmpty()) {
            return 0;
        }
        Checkpoint then = written.get();
        Checkpoint now = log.signed();
        if (!then.origin().equals(now.origin())) {
            throw new IOException("--tiles " + files + " holds the log " + then.origin() + ", not "
                    + now.origin() + ". Give each log a folder of its own");
        }
        if (then.size() > now.size()) {
            throw new IOException("--tiles " + files + " shows " + then.size()
                    + " entries, but the ledger has " + now.size()
                    + ": it is older than what was published. Restore a newer database");
        }
        if (!then.root().equals(root(log, then.size()))) {
            throw new IOException("--tiles " + files + " holds another log of the name "
                    + then.origin() + ". Give each log a folder of its own");
        }
        return then.size();
    }

    /// The root of the first entries, from the partial tiles at their right edge. Such a
    /// tile is a small tree, and what is to the right of it one more leaf.
    private static Digest root(LogSource log, long size) {
        @Nullable Digest right = null;
        for (int level = 0; size >> TILE_BITS * level > 0; level++) {
            long nodes = size >> TILE_BITS * level;
            int width = (int) (nodes % TilePath.WIDTH);
            if (width > 0) {
                TilePath path = new TilePath(level, nodes / TilePath.WIDTH, width);
                byte[] tile = log.tile(path).orElseThrow();
                MerkleTree tree = new MerkleTree();
                for (int at = 0; at < tile.length; at += Digest.BYTES) {
                    tree.append(tile, at);
                }
                if (right != null) {
                    tree.append(right);
                }
                right = tree.at(tree.size()).root();
            }
        }
        return right == null ? Digest.sha256() : right;
    }

    /// Entries of the checkpoint last written, 0 before the first.
    public long size() {
        return size;
    }

    /// Writes what is published by then, as far as that goes in 2 s, then gives the folder
    /// free.
    public Future<Void> close() {
        closeBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS_MAX);
        closing = true;
        Promise<Void> closed = Promise.promise();
        thread.execute(() -> {
            tryWrite();
            try {
                files.close();
                closed.complete();
            } catch (IOException e) {
                closed.fail(e);
            }
        });
        thread.shutdown();
        return closed.future();
    }

    private void tryWrite() {
        try {
            write();
        } catch (IOException | TimeoutException | RuntimeException fault) {
            failures.failed(fault);
        }
    }

    /// Brings the folder up to the published checkpoint.
    void write() throws IOException, TimeoutException {
        Note note = log.published();
        long now = checkpoint(note).size();
        if (now < size) {
            return; // after a restart, witnesses may not have signed again what is there already
        }
        List<TilePath> newTiles = Tiles.grown(hashes, now).stream()
                .filter(path -> path.level() != TilePath.ENTRIES)
                .toList();
        boolean bundles = entriesArePublished.getAsBoolean();
        List<TilePath> newBundles = !bundles
                ? List.of()
                : Tiles.grown(entries, now).stream()
                        .filter(path -> path.level() == TilePath.ENTRIES)
                        .toList();
        for (TilePath path : newTiles) {
            requireTime();
            files.put(path.toString(), log.tile(path).orElseThrow());
        }
        for (TilePath path : newBundles) {
            requireTime();
            writeBundle(path);
        }
        files.putForGood(CHECKPOINT, note.toString().getBytes(UTF_8));
        size = now;
        removePartials(newTiles);
        removePartials(newBundles);
        hashes = now;
        entries = bundles ? now : entries;
    }

    private void writeBundle(TilePath path) throws IOException, TimeoutException {
        Optional<byte[]> there = files.read(path.toString());
        if (there.isEmpty() || !bundle.isSound(path, there.get())) {
            List<byte[]> read = log.entries(path.firstLeaf(), path.width())
                    .await(READ_SECONDS_MAX, TimeUnit.SECONDS);
            files.put(path.toString(), bundle.of(path, read));
        }
    }

    private void removePartials(List<TilePath> written) throws IOException {
        for (TilePath path : written) {
            if (path.width() == TilePath.WIDTH) {
                files.removePartials(path.toString());
            }
        }
    }

    private void requireTime() throws IOException {
        if (closing && System.nanoTime() - closeBy > 0) {
            throw new IOException("closed before everything was written; the next start goes on");
        }
    }

    private static Checkpoint checkpoint(Note note) {
        try {
            return Checkpoint.parse(note.text());
        } catch (UnfitTextException e) {
            throw new IllegalStateException("our own checkpoint is none", e);
        }
    }
}
