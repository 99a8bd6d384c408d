package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.BranchDraft;
import org.shomar.aggregator.election.Draft.ContestDraft;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that the numbers of contests and branches are unique and that what they name is
/// there.
final class ReferenceChecks {
    private final Draft draft;
    private final AreaTree areas;
    private final Faults faults;
    private final Map<Integer, ContestDraft> contests = new HashMap<>();

    ReferenceChecks(Draft draft, AreaTree areas, Faults faults) {
        this.draft = draft;
        this.areas = areas;
        this.faults = faults;
    }

    void run() {
        for (int i = 0; i < draft.contests.size(); i++) {
            contest("contests[" + i + "]", draft.contests.get(i));
        }
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < draft.branches.size(); i++) {
            branch(i, draft.branches.get(i), numbers);
        }
    }

    private void contest(String path, ContestDraft contest) {
        Found<Integer> number = contest.number();
        if (number != null && contests.putIfAbsent(number.value(), contest) != null) {
            faults.add(
                    number.line(),
                    path + ".contest",
                    "contest " + number.value() + " stands here twice");
        }
        Found<String> area = contest.area();
        if (area != null && !areas.has(area.value())) {
            faults.add(area.line(), path + ".area", "unknown area " + area.value());
        }
    }

    private void branch(int index, BranchDraft branch, Set<Integer> numbers) {
        Found<Integer> number = branch.number();
        if (number != null && !numbers.add(number.value())) {
            faults.add(
                    number.line(),
                    path(index) + ".branch",
                    "branch " + number.value() + " stands here twice");
        }
        Found<String> area = branch.area();
        if (area != null && !areas.has(area.value())) {
            faults.add(area.line(), path(index) + ".area", "unknown area " + area.value());
        }
        for (int i = 0; i < branch.contests().size(); i++) {
            Found<Integer> contest = branch.contests().get(i);
            if (contest != null) {
                takesPart(index, branch, i, contest);
            }
        }
    }

    private void takesPart(int index, BranchDraft branch, int place, Found<Integer> found) {
        String path = path(index) + ".contests[" + place + "]";
        ContestDraft contest = contests.get(found.value());
        if (contest == null) {
            faults.add(found.line(), path, "unknown contest " + found.value());
            return;
        }
        if (standsBefore(branch.contests(), place, found.value())) {
            faults.add(found.line(), path, "contest " + found.value() + " stands here twice");
            return;
        }
        Found<String> area = branch.area();
        Found<String> wanted = contest.area();
        if (area != null && wanted != null && !areas.within(area.value(), wanted.value())) {
            faults.add(
                    found.line(),
                    path,
                    "the branch stands in " + area.value() + ", outside " + wanted.value()
                            + ", the area of contest " + found.value());
        }
        Integer signers = contest.signers();
        if (signers != null && signers > branch.keys().size()) {
            faults.add(
                    branch.line(),
                    path(index) + ".keys",
                    "contest " + found.value() + " asks for " + signers + " signers, this branch"
                            + " has " + branch.keys().size() + " keys");
        }
    }

    private static boolean standsBefore(
            List<@Nullable Found<Integer>> contests, int place, int contest) {
        for (int i = 0; i < place; i++) {
            Found<Integer> other = contests.get(i);
            if (other != null && other.value() == contest) {
                return true;
            }
        }
        return false;
    }

    private static String path(int index) {
        return "branches[" + index + "]";
    }
}
