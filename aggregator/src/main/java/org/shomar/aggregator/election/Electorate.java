package org.shomar.aggregator.election;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The branches of one contest and the areas that they stand under, each with a dense place for
/// counting.
///
/// Branch places follow ascending branch numbers. Area places follow definition order; they cover
/// the contest's own
/// area and every area below it that has branches of the contest, directly or further down.
public final class Electorate {
    private final int[] branchNumbers;
    private final Branch[] branches;
    private final int[] areaIndexes;
    private final int[] parentPlaces;
    private final int[] areaPlaceOfBranch;

    private Electorate(Contest contest, List<Area> areas, List<Branch> members) {
        members.sort((a, b) -> Integer.compare(a.branch(), b.branch()));
        branches = members.toArray(Branch[]::new);
        branchNumbers = members.stream().mapToInt(Branch::branch).toArray();
        boolean[] used = new boolean[areas.size()];
        used[contest.area()] = true;
        for (Branch branch : branches) {
            for (int area = branch.area(); !used[area]; area = areas.get(area).parent()) {
                used[area] = true;
            }
        }
        areaIndexes = indexesOf(used);
        parentPlaces = Arrays.stream(areaIndexes)
                .map(area ->
                        area == contest.area() ? -1 : areaPlace(areas.get(area).parent()))
                .toArray();
        areaPlaceOfBranch = Arrays.stream(branches)
                .mapToInt(branch -> areaPlace(branch.area()))
                .toArray();
    }

    static List<Electorate> ofAll(List<Area> areas, List<Contest> contests, List<Branch> branches) {
        Map<Integer, List<Branch>> members = new HashMap<>();
        for (Branch branch : branches) {
            for (int contest : branch.contests()) {
                members.computeIfAbsent(contest, c -> new ArrayList<>()).add(branch);
            }
        }
        return contests.stream()
                .map(contest -> new Electorate(
                        contest, areas, members.getOrDefault(contest.contest(), new ArrayList<>())))
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

    private static int[] indexesOf(boolean[] used) {
        int[] indexes = new int[used.length];
        int count = 0;
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                indexes[count++] = i;
            }
        }
        return Arrays.copyOf(indexes, count);
    }
}
