package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.TilePath;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Reads the entries of a log in order, while bundles ahead are fetched and judged on all
/// cores.
///
/// Each bundle is compared with the tile of level 0 over it, so that an entry that does not
/// belong is named even when the root is wrong.
final class EntryReader {
    /// Bundles in memory: 4,096 entries, some 3 MB; at worst 270 MB.
    static final int BUNDLES_AHEAD = 16;

    private final TileReader tiles;
    private final Judge judge;
    private final Findings findings;

    EntryReader(TileReader tiles, Judge judge, Findings findings) {
        this.tiles = tiles;
        this.judge = judge;
        this.findings = findings;
    }

    /// Hands on, in order, the bundles that hold the entries `from..to-1`, each whole up to
    /// `to`.
    ///
    /// @return whether all could be read; else it stops at the first gap, with a finding
    boolean read(long from, long to, Consumer<List<Judged>> each) throws IOException {
        Queue<Future<Optional<List<Judged>>>> ahead = new ArrayDeque<>();
        long next = from / TilePath.WIDTH;
        long end = (to + TilePath.WIDTH - 1) / TilePath.WIDTH;
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                while (next < end || !ahead.isEmpty()) {
                    while (next < end && ahead.size() < BUNDLES_AHEAD) {
                        long bundle = next++;
                        ahead.add(readers.submit(() -> bundle(bundle, to)));
                    }
                    Optional<List<Judged>> judged = result(ahead.remove());
                    if (judged.isEmpty()) {
                        return false;
                    }
                    each.accept(judged.get());
                }
            } finally {
                readers.shutdownNow();
            }
        }
        return true;
    }

    private Optional<List<Judged>> bundle(long index, long to) throws IOException {
        int width = (int) Math.min(TilePath.WIDTH, to - index * TilePath.WIDTH);
        TilePath path = new TilePath(TilePath.ENTRIES, index, width);
        Optional<List<byte[]>> entries = tiles.entries(path);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<Judged> judged = new ArrayList<>(width);
        for (byte[] entry : entries.get()) {
            judged.add(judge.judge(path.firstLeaf() + judged.size(), entry));
        }
        tiles.hashes(new TilePath(0, index, width)).ifPresent(leaves -> compare(judged, leaves));
        return Optional.of(judged);
    }

    private void compare(List<Judged> entries, byte[] leaves) {
        for (int i = 0; i < entries.size(); i++) {
            Judged entry = entries.get(i);
            Digest leaf = Leaves.at(leaves, i);
            if (!leaf.equals(entry.leafHash())) {
                findings.add(Difference.at(
                        Kind.LEAF,
                        entry.leaf(),
                        leaf + "",
                        "an entry of hash " + entry.leafHash()));
            }
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof NotYetException early) {
                throw early;
            }
            if (failed.getCause() instanceof IOException unread) {
                throw new IOException(unread.getMessage(), unread);
            }
            throw new IllegalStateException("a bundle could not be judged", failed.getCause());
        }
    }
}
