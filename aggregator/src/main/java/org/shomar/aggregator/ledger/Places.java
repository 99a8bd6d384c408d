package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where in the ledger the packet of an id may stand. It never misses one; one in thousands of
/// its answers is too many, which the entry itself tells. PostgreSQL has no index of ids: each
/// new one would go to a random page, and that was a fifth of its work.
///
/// The ledger is cut into parts of `PART` entries, each with an open-addressed table that is
/// at most half full and never grows: 8 bytes an entry, and nothing is ever moved. To add
/// costs one visit to memory, to ask one for each part.
///
/// Belongs to the event loop of [GroupCommit].
final class Places {
    /// Entries of a part; their offsets have 15 bits.
    static final int PART = 1 << 15;

    private static final int SLOTS = 2 * PART;
    private static final int OFFSET_MASK = 0xFFFF;

    /// In a slot: 16 bits of the scrambled id, then the offset in the part and one; 0 is free.
    private final List<int[]> parts = new ArrayList<>();

    /// Odd and known to nobody, so that nobody can make ids that meet in one slot.
    private final long scramble;

    Places(RandomGenerator random) {
        this.scramble = random.nextLong() | 1;
    }

    /// @param seq from 1 on, in ascending order
    void add(long seq, Digest id) {
        int part = Math.toIntExact(seq / PART);
        while (parts.size() <= part) {
            parts.add(new int[SLOTS]);
        }
        int[] slots = parts.get(part);
        long scrambled = scrambled(id);
        int slot = firstSlot(scrambled);
        while (slots[slot] != 0) {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = mark(scrambled) | (int) (seq % PART) + 1;
    }

    /// The sequence numbers at which it may stand.
    List<Long> of(Digest id) {
        long scrambled = scrambled(id);
        List<Long> places = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            int[] slots = parts.get(part);
            for (int slot = firstSlot(scrambled); slots[slot] != 0; slot = (slot + 1) % SLOTS) {
                if ((slots[slot] & ~OFFSET_MASK) == mark(scrambled)) {
                    places.add((long) part * PART + (slots[slot] & OFFSET_MASK) - 1);
                }
            }
        }
        return places;
    }

    private long scrambled(Digest id) {
        return id.first8Bytes() * scramble;
    }

    /// The upper 16 bits.
    private static int firstSlot(long scrambled) {
        return (int) (scrambled >>> 48);
    }

    /// The next 16, in the upper half.
    private static int mark(long scrambled) {
        return (int) (scrambled >>> 16) & ~OFFSET_MASK;
    }
}
