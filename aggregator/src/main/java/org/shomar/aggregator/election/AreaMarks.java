package org.shomar.aggregator.election;

import java.util.Arrays;
import java.util.List;

/// Marks the areas that the branches of a contest stand under. One for all contests, one
/// contest after the other: a mark is the contest's number in the definition, so that
/// nothing is cleared.
final class AreaMarks {
    private final int[] parents;
    private final int[] lastMarkedBy;
    private final int[] marked;
    private int markedCount;
    private int contest = -1;
    private int contestNumber;

    AreaMarks(List<Area> areas) {
        parents = areas.stream().mapToInt(Area::parent).toArray();
        lastMarkedBy = new int[parents.length];
        Arrays.fill(lastMarkedBy, -1);
        marked = new int[parents.length];
    }

    int parent(int area) {
        return parents[area];
    }

    void start(Contest next) {
        contest = next.index();
        contestNumber = next.contest();
        markedCount = 0;
        mark(next.area());
    }

    /// Marks the area of a branch and those above it, up to the contest's.
    void climb(Branch branch) {
        int area = branch.area();
        while (area >= 0 && lastMarkedBy[area] != contest) {
            mark(area);
            area = parents[area];
        }
        if (area < 0) {
            throw new IllegalArgumentException("branch " + branch.branch()
                    + " stands outside the area of contest " + contestNumber);
        }
    }

    /// The marked areas, ascending.
    int[] marked() {
        int[] areas = Arrays.copyOf(marked, markedCount);
        Arrays.sort(areas);
        return areas;
    }

    private void mark(int area) {
        lastMarkedBy[area] = contest;
        marked[markedCount++] = area;
    }
}
