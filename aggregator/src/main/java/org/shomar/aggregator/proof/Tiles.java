package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bytes of tiles (c2sp.org/tlog-tiles), made from a tree and from entries.
public final class Tiles {
    /// Tree levels that one level of tiles spans.
    private static final int SPAN = 8;

    private static final int LENGTH_BYTES = 2;
    private static final int ENTRY_BYTES_MAX = 0xffff;

    private Tiles() {}

    /// A tile of hashes; empty when the tree of `size` leaves has not that many in it.
    ///
    /// @param size at most that of the tree
    public static Optional<byte[]> hashes(MerkleTree tree, long size, TilePath path) {
        int treeLevel = path.level() * SPAN;
        long begin = path.firstLeaf();
        if (path.level() == TilePath.ENTRIES || begin + path.width() > size >> treeLevel) {
            return Optional.empty();
        }
        byte[] tile = new byte[path.width() * Digest.BYTES];
        for (int i = 0; i < path.width(); i++) {
            tree.copy(treeLevel, begin + i, tile, i * Digest.BYTES);
        }
        return Optional.of(tile);
    }

    /// Entries, each after its length in two bytes, big-endian.
    ///
    /// @param entries at most 65,535 bytes each
    public static byte[] bundle(List<byte[]> entries) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "an entry has at most " + ENTRY_BYTES_MAX + " bytes, not " + entry.length);
            }
            bundle.write(entry.length >> Byte.SIZE);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
        }
        return bundle.toByteArray();
    }

    /// Takes a bundle apart.
    ///
    /// @throws UnfitTextException when its lengths do not add up
    public static List<byte[]> entries(byte[] bundle) throws UnfitTextException {
        List<byte[]> entries = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(bundle);
        while (rest.hasRemaining()) {
            int length =
                    rest.remaining() < LENGTH_BYTES ? -1 : Short.toUnsignedInt(rest.getShort());
            if (length < 0 || length > rest.remaining()) {
                throw new UnfitTextException(
                        "an entry bundle is entries, each after its length in two bytes");
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        return entries;
    }

    /// All tiles that a tree of `size` leaves has and one of `oldSize` leaves has not,
    /// bundles included; `oldSize` 0 for all. Partial tiles are those at the right edge.
    public static List<TilePath> grown(long oldSize, long size) {
        List<TilePath> paths = new ArrayList<>();
        addGrown(paths, TilePath.ENTRIES, oldSize, size);
        for (int level = 0; size >> level * SPAN > 0; level++) {
            addGrown(paths, level, oldSize >> level * SPAN, size >> level * SPAN);
        }
        return paths;
    }

    private static void addGrown(List<TilePath> paths, int level, long old, long now) {
        for (long index = old / TilePath.WIDTH; index * TilePath.WIDTH < now; index++) {
            int width = (int) Math.min(TilePath.WIDTH, now - index * TilePath.WIDTH);
            if (index * TilePath.WIDTH + width > old) {
                paths.add(new TilePath(level, index, width));
            }
        }
    }
}
