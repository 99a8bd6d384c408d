package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of a result, gathered by contest and by branch in the order of their first
/// mention.
final class Returns {
    private static final int CANDIDATES_MAX = 4_096;

    private final Map<ContestKey, ContestReturn> contests = new LinkedHashMap<>();
    private final Map<BranchKey, BranchReturn> branches = new LinkedHashMap<>();

    record ContestKey(String office, String district) {}

    record BranchKey(String county, String precinct) {}

    /// @param number     from 1
    /// @param candidates place and party by name
    /// @param counties   of its branches
    record ContestReturn(
            int number, ContestKey key, Map<String, Standing> candidates, Set<String> counties) {}

    record Standing(int place, String party) {}

    /// @param number from 1
    /// @param votes  by contest number, then by the candidate's place
    record BranchReturn(int number, BranchKey key, Map<Integer, List<Integer>> votes) {}

    private Returns() {}

    static Returns of(List<Row> rows, Faults faults) {
        Returns returns = new Returns();
        rows.forEach(row -> returns.add(row, faults));
        returns.branches.values().forEach(branch -> branch.votes().forEach((contest, votes) -> {
            long sum = votes.stream().mapToLong(Integer::longValue).sum();
            if (sum > Integer.MAX_VALUE) {
                faults.add(1, "", "more votes in " + branch.key() + " than a packet holds");
            }
        }));
        return returns;
    }

    List<ContestReturn> contests() {
        return List.copyOf(contests.values());
    }

    List<BranchReturn> branches() {
        return List.copyOf(branches.values());
    }

    private void add(Row row, Faults faults) {
        ContestReturn contest = contests.computeIfAbsent(
                new ContestKey(row.office(), row.district()),
                key -> new ContestReturn(
                        contests.size() + 1, key, new LinkedHashMap<>(), new LinkedHashSet<>()));
        contest.counties().add(row.county());
        Standing standing = contest.candidates()
                .computeIfAbsent(
                        row.candidate(),
                        name -> new Standing(contest.candidates().size(), row.party()));
        if (standing.place() == CANDIDATES_MAX) {
            faults.add(row.line(), "candidate", "a contest has at most 4,096 candidates");
        }
        BranchReturn branch = branches.computeIfAbsent(
                new BranchKey(row.county(), row.precinct()),
                key -> new BranchReturn(branches.size() + 1, key, new LinkedHashMap<>()));
        List<Integer> votes =
                branch.votes().computeIfAbsent(contest.number(), number -> new ArrayList<>());
        while (votes.size() <= standing.place()) {
            votes.add(0);
        }
        long sum = (long) votes.get(standing.place()) + row.votes();
        if (sum > Integer.MAX_VALUE) {
            faults.add(row.line(), "votes", "more votes than a packet holds");
            return;
        }
        votes.set(standing.place(), (int) sum);
    }
}
