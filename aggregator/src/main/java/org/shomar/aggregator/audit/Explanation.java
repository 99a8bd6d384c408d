package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.packet.PacketState;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Looks for the one entry that explains a wrong total: left out, counted besides, or an
/// earlier or held revision counted in place of the right one.
final class Explanation {
    private static final int BALLOTS = 4;

    private Explanation() {}

    /// The leaf of that entry; [Difference#NO_LEAF] when there is none, or several would do.
    ///
    /// @param entries of the contest and below the area, in order
    /// @param delta   what is shown less what is right: issued, cast, blank, invalid, votes,
    ///                list votes
    static long leaf(List<Counted> entries, long[] delta) {
        Map<Integer, Counted> inTotals = new HashMap<>();
        for (Counted entry : entries) {
            if (entry.state() == PacketState.COUNTED) {
                inTotals.put(entry.branch(), entry);
            }
        }
        Set<Long> leaves = new TreeSet<>();
        for (Counted entry : entries) {
            Counted right = inTotals.get(entry.branch());
            if (Arrays.equals(delta, row(entry, null, delta.length))) {
                leaves.add(entry.seq() - 1);
            }
            if (right != null && Arrays.equals(delta, row(null, right, delta.length))) {
                leaves.add(right.seq() - 1);
            }
            if (right != null
                    && right.seq() != entry.seq()
                    && Arrays.equals(delta, row(entry, right, delta.length))) {
                leaves.add(Math.max(entry.seq(), right.seq()) - 1);
            }
        }
        return leaves.size() == 1 && Arrays.stream(delta).anyMatch(figure -> figure != 0)
                ? leaves.iterator().next()
                : Difference.NO_LEAF;
    }

    /// The row of one entry less that of another.
    private static long[] row(@Nullable Counted plus, @Nullable Counted minus, int width) {
        long[] row = new long[width];
        add(row, plus, 1);
        add(row, minus, -1);
        return row;
    }

    private static void add(long[] row, @Nullable Counted entry, int sign) {
        if (entry == null) {
            return;
        }
        row[0] += (long) sign * entry.ballots().issued();
        row[1] += (long) sign * entry.ballots().cast();
        row[2] += (long) sign * entry.ballots().blank();
        row[3] += (long) sign * entry.ballots().invalid();
        int at = BALLOTS;
        for (int i = 0; i < entry.votes().size(); i++) {
            row[at++] += (long) sign * entry.votes().get(i);
        }
        for (int i = 0; i < entry.listVotes().size(); i++) {
            row[at++] += (long) sign * entry.listVotes().get(i);
        }
    }
}
