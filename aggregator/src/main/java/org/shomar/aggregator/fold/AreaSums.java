package org.shomar.aggregator.fold;

import org.shomar.aggregator.election.Electorate;

import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The sums of one contest, a line of longs for each area place: an entry moves the line of
/// its branch's area and of every area above it.
final class AreaSums {
    private static final int EXPECTED = 0;
    private static final int REPORTED = 1;
    private static final int HELD = 2;
    private static final int ANNULLED = 3;
    private static final int ELIGIBLE = 4;
    private static final int ROW = 5;
    private static final int BALLOTS = 4;

    private final Electorate electorate;
    private final int votes;
    private final int width;
    private final long[] sums;

    /// @param votes     candidates
    /// @param listVotes lists
    AreaSums(Electorate electorate, int votes, int listVotes) {
        this.electorate = electorate;
        this.votes = votes;
        this.width = ROW + BALLOTS + votes + listVotes;
        this.sums = new long[Math.multiplyExact(width, electorate.areaCount())];
        for (int place = 0; place < electorate.branchCount(); place++) {
            add(place, EXPECTED, 1);
        }
    }

    /// A branch enters the totals for the first time.
    void report(int branchPlace) {
        add(branchPlace, REPORTED, 1);
        add(branchPlace, ELIGIBLE, electorate.branch(branchPlace).eligible());
    }

    /// A branch's latest revision is held now (1) or no longer (-1).
    void hold(int branchPlace, int sign) {
        add(branchPlace, HELD, sign);
    }

    /// Adds (1) or takes away (-1) a branch's row.
    void move(int branchPlace, int[] row, int sign) {
        for (int area = electorate.areaPlaceOfBranch(branchPlace);
                area >= 0;
                area = electorate.parentPlace(area)) {
            int base = area * width + ROW;
            for (int i = 0; i < row.length; i++) {
                sums[base + i] += (long) sign * row[i];
            }
        }
    }

    List<AreaTotals> totals() {
        List<AreaTotals> areas = new ArrayList<>(electorate.areaCount());
        for (int area = 0; area < electorate.areaCount(); area++) {
            int base = area * width;
            int row = base + ROW;
            int firstVote = row + BALLOTS;
            areas.add(new AreaTotals(
                    (int) sums[base + EXPECTED],
                    (int) sums[base + REPORTED],
                    (int) sums[base + HELD],
                    (int) sums[base + ANNULLED],
                    sums[base + ELIGIBLE],
                    sums[row],
                    sums[row + 1],
                    sums[row + 2],
                    sums[row + 3],
                    Arrays.copyOfRange(sums, firstVote, firstVote + votes),
                    Arrays.copyOfRange(sums, firstVote + votes, base + width)));
        }
        return List.copyOf(areas);
    }

    void writeTo(DataOutput out) throws IOException {
        for (long sum : sums) {
            out.writeLong(sum);
        }
    }

    private void add(int branchPlace, int column, long amount) {
        for (int area = electorate.areaPlaceOfBranch(branchPlace);
                area >= 0;
                area = electorate.parentPlace(area)) {
            sums[area * width + column] += amount;
        }
    }
}
