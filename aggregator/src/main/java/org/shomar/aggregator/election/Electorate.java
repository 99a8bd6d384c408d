package org.shomar.aggregator.election;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The branches of one contest and the areas that they stand under, each with a dense place
/// for counting.
///
/// Branch places follow ascending branch numbers. Area places follow definition order; they
/// cover the contest's own area and every area below it that has branches of the contest,
/// directly or further down. All searches are binary.
public final class Electorate {
    private final int[] branchNumbers;
    private final Branch[] branches;
    private final int[] areaIndexes;
    private final int[] parentPlaces;
    private final int[] areaPlaceOfBranch;

    private Electorate(Contest contest, List<Branch> members, AreaMarks marks) {
        branches = members.toArray(Branch[]::new);
        branchNumbers = new int[branches.length];
        marks.start(contest);
        for (int i = 0; i < branches.length; i++) {
            branchNumbers[i] = branches[i].branch();
            marks.climb(branches[i]);
        }
        areaIndexes = marks.marked();
        parentPlaces = new int[areaIndexes.length];
        for (int i = 0; i < areaIndexes.length; i++) {
            int area = areaIndexes[i];
            parentPlaces[i] = area == contest.area() ? -1 : areaPlace(marks.parent(area));
        }
        areaPlaceOfBranch = new int[branches.length];
        for (int i = 0; i < branches.length; i++) {
            areaPlaceOfBranch[i] = areaPlace(branches[i].area());
        }
    }

    static List<Electorate> ofAll(List<Area> areas, List<Contest> contests, List<Branch> branches) {
        Map<Integer, List<Branch>> members = HashMap.newHashMap(contests.size());
        contests.forEach(contest -> members.put(contest.contest(), new ArrayList<>()));
        List<Branch> ascending = new ArrayList<>(branches);
        ascending.sort(Comparator.comparingInt(Branch::branch));
        for (Branch branch : ascending) {
            for (int contest : branch.contests()) {
                List<Branch> of = members.get(contest);
                if (of == null) {
                    throw new IllegalArgumentException("branch " + branch.branch()
                            + " takes part in contest " + contest + ", which is not there");
                }
                of.add(branch);
            }
        }
        AreaMarks marks = new AreaMarks(areas);
        return contests.stream()
                .map(contest -> new Electorate(
                        contest, members.getOrDefault(contest.contest(), List.of()), marks))
                .toList();
    }

    public int branchCount() {
        return branches.length;
    }

    public Branch branch(int place) {
        return branches[place];
    }

    /// Place of a branch, negative when it does not take part.
    public int branchPlace(int branchNumber) {
        return Arrays.binarySearch(branchNumbers, branchNumber);
    }

    public int areaCount() {
        return areaIndexes.length;
    }

    /// Index in the definition of the area at a place.
    public int areaIndex(int place) {
        return areaIndexes[place];
    }

    /// Place of an area, negative when it lies outside the contest.
    public int areaPlace(int areaIndex) {
        return Arrays.binarySearch(areaIndexes, areaIndex);
    }

    /// Place of the area above, -1 for the contest's own area.
    public int parentPlace(int place) {
        return parentPlaces[place];
    }

    /// Place of the area that a branch stands in.
    public int areaPlaceOfBranch(int branchPlace) {
        return areaPlaceOfBranch[branchPlace];
    }
}
