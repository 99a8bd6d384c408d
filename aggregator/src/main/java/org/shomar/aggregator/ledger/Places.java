package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where in the ledger the packet of an id may stand. It never misses one; that an entry is
/// another's after all, one look in hundreds in a ledger of millions, the entry itself tells.
/// PostgreSQL has no index of ids: it was a quarter of its work.
///
/// The ledger is cut into parts of `PART` entries, each with an open-addressed table that is
/// at most half full and never grows: 8 bytes an entry, and nothing is ever moved. To add
/// costs one visit to memory, to look one for each part.
///
/// One thread adds, any may look; nobody waits.
final class Places {
    /// Entries of a part; their offsets have 15 bits.
    static final int PART = 1 << 15;

    private static final int SLOTS = 2 * PART;

    /// An offset and one, so 16 bits.
    private static final int OFFSET_MASK = 0xFFFF;

    /// In a slot: 16 bits of the scrambled id, then the offset in the part and one; 0 is free.
    private volatile int[][] parts = {};

    /// The last entry that is in here; written after what it stands for.
    private volatile long last;

    /// Odd and known to nobody, so that nobody can aim at a slot.
    private final long scramble;

    /// What to look at for a packet.
    ///
    /// @param seqs entries that may be it
    /// @param upTo there is no other up to this entry; those after it are not known here
    record Candidates(List<Long> seqs, long upTo) {}

    Places(RandomGenerator random) {
        this.scramble = random.nextLong() | 1;
    }

    /// @param seq from 1 on, in ascending order
    void add(long seq, Digest id) {
        int[] slots = part(Math.toIntExact(seq / PART));
        long scrambled = scrambled(id);
        int slot = firstSlot(scrambled);
        while (slots[slot] != 0) {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = mark(scrambled) | (int) (seq % PART) + 1;
        last = seq;
    }

    private int[] part(int number) {
        int[][] now = parts;
        if (number >= now.length) {
            int[][] more = new int[number + 1][];
            for (int i = 0; i < more.length; i++) {
                more[i] = i < now.length ? now[i] : new int[SLOTS];
            }
            parts = more;
            now = more;
        }
        return now[number];
    }

    Candidates of(Digest id) {
        long upTo = last; // first, so that all up to it is seen
        int[][] now = parts;
        long scrambled = scrambled(id);
        List<Long> seqs = new ArrayList<>();
        for (int part = 0; part < now.length; part++) {
            int[] slots = now[part];
            int slot = firstSlot(scrambled);
            for (int held = slots[slot]; held != 0; held = slots[slot]) {
                if ((held & ~OFFSET_MASK) == mark(scrambled)) {
                    seqs.add((long) part * PART + (held & OFFSET_MASK) - 1);
                }
                slot = (slot + 1) % SLOTS;
            }
        }
        return new Candidates(seqs, upTo);
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
