package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Cheating with files under an honest checkpoint: whoever can write to the web server.
enum FileTampering implements Tampering {
    BUNDLE_IS_GONE((w, r) -> {
        w.files.remove("tile/entries/000");
        return Expected.at(Kind.MISSING, 0);
    }),
    LAST_BUNDLE_IS_GONE((w, r) -> {
        w.files.remove(w.last("tile/entries/001"));
        return Expected.at(Kind.MISSING, 256);
    }),
    ENTRY_CUT_OUT_OF_A_BUNDLE((w, r) -> {
        editBundle(w, entries -> entries.remove(r.nextInt(256)));
        return Expected.at(Kind.BUNDLE, 255);
    }),
    ENTRY_ADDED_TO_A_BUNDLE((w, r) -> {
        editBundle(w, entries -> entries.add(entries.get(r.nextInt(1, 256))));
        return Expected.at(Kind.BUNDLE, 256);
    }),
    BUNDLE_ENDS_WITHIN_AN_ENTRY((w, r) -> {
        byte[] bundle = w.file("tile/entries/000");
        w.files.put("tile/entries/000", Arrays.copyOf(bundle, bundle.length - r.nextInt(1, 90)));
        return Expected.at(Kind.BUNDLE, 0);
    }),
    BUNDLE_IS_EMPTY((w, r) -> {
        w.files.put("tile/entries/000", new byte[0]);
        return Expected.at(Kind.BUNDLE, 0);
    }),
    ENTRY_BYTE_FLIPPED((w, r) -> {
        int leaf = r.nextInt(256);
        editBundle(w, entries -> {
            byte[] entry = entries.get(leaf).clone();
            entry[r.nextInt(entry.length)] ^= (byte) (1 << r.nextInt(8));
            entries.set(leaf, entry);
        });
        return Expected.at(Kind.LEAF, leaf);
    }),
    ENTRY_REPLACED_BY_ANOTHER_OF_ITS_BRANCH((w, r) -> {
        int leaf = r.nextInt(1, 256);
        editBundle(w, entries -> entries.set(leaf, w.otherPacket(leaf, r)));
        return Expected.at(Kind.LEAF, leaf);
    }),
    ENTRIES_SWAPPED((w, r) -> {
        int first = r.nextInt(1, 255);
        int second = r.nextInt(first + 1, 256);
        editBundle(w, entries -> Collections.swap(entries, first, second));
        return Expected.at(Kind.LEAF, r.nextBoolean() ? first : second);
    }),
    ENTRY_WRITTEN_OVER_ANOTHER((w, r) -> {
        int from = r.nextInt(1, 255);
        int over = r.nextInt(from + 1, 256);
        editBundle(w, entries -> entries.set(over, entries.get(from)));
        return Expected.at(Kind.LEAF, over);
    }),
    LEAF_TILE_IS_GONE((w, r) -> {
        w.files.remove("tile/0/000");
        return Expected.at(Kind.MISSING, 0);
    }),
    LEAF_HASH_EDITED((w, r) -> {
        int leaf = r.nextInt(256);
        w.file("tile/0/000")[leaf * Digest.BYTES + r.nextInt(Digest.BYTES)]++;
        return Expected.at(Kind.LEAF, leaf);
    }),
    LEAF_HASH_OF_THE_LAST_TILE_EDITED((w, r) -> {
        int leaf = r.nextInt(256, w.entries.size());
        w.file(w.last("tile/0/001"))[(leaf - 256) * Digest.BYTES]++;
        return Expected.at(Kind.LEAF, leaf);
    }),
    LEAF_TILE_TOO_SHORT((w, r) -> {
        w.files.put("tile/0/000", Arrays.copyOf(w.file("tile/0/000"), 255 * Digest.BYTES));
        return Expected.at(Kind.TILE, 0);
    }),
    LEAF_HASHES_SWAPPED((w, r) -> {
        int first = r.nextInt(255);
        byte[] tile = w.file("tile/0/000");
        byte[] two = Arrays.copyOfRange(tile, first * 32, first * 32 + 64);
        System.arraycopy(two, 0, tile, first * 32 + 32, 32);
        System.arraycopy(two, 32, tile, first * 32, 32);
        return Expected.at(Kind.LEAF, first + r.nextInt(2));
    }),
    UPPER_TILE_IS_GONE((w, r) -> {
        w.files.remove("tile/1/000.p/1");
        return Expected.at(Kind.MISSING, 0);
    }),
    UPPER_HASH_EDITED((w, r) -> {
        w.file("tile/1/000.p/1")[r.nextInt(Digest.BYTES)] ^= 64;
        return new Expected(Kind.TILE, 0, "tile/1/000.p/1 hash 0");
    }),
    UPPER_TILE_TOO_LONG((w, r) -> {
        w.files.put("tile/1/000.p/1", Arrays.copyOf(w.file("tile/1/000.p/1"), 64));
        return Expected.at(Kind.TILE, 0);
    }),
    BUNDLE_OF_ANOTHER_NIGHT((w, r) -> {
        List<byte[]> other = HonestEntries.of(r.nextLong());
        w.files.put("tile/entries/000", Tiles.bundle(other.subList(0, 256)));
        return Expected.at(Kind.LEAF, 1);
    });

    private final Deed deed;

    FileTampering(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Expected tamper(World world, RandomGenerator random)
            throws IOException, UnfitTextException {
        return deed.tamper(world, random);
    }

    private interface Edit {
        void edit(List<byte[]> entries);
    }

    private static void editBundle(World world, Edit edit) throws UnfitTextException {
        List<byte[]> entries = new ArrayList<>(Tiles.entries(world.file("tile/entries/000")));
        edit.edit(entries);
        world.files.put("tile/entries/000", Tiles.bundle(entries));
    }
}
