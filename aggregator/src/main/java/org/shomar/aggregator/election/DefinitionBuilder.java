package org.shomar.aggregator.election;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.AreaDraft;
import org.shomar.aggregator.election.Draft.BranchDraft;
import org.shomar.aggregator.election.Draft.ContestDraft;
import org.shomar.aggregator.election.Draft.DecisionDraft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes the [Definition] of a draft without faults.
final class DefinitionBuilder {
    private final Draft draft;
    private final AreaTree tree;
    private final List<@Nullable SigningKey> keys;
    private final Map<List<Integer>, List<Integer>> contestLists = new HashMap<>();
    private int keysTaken;

    /// @param keys as [KeyChecks] answered
    DefinitionBuilder(Draft draft, AreaTree tree, List<@Nullable SigningKey> keys) {
        this.draft = draft;
        this.tree = tree;
        this.keys = keys;
    }

    Definition build(byte[] file) {
        List<Area> areas = new ArrayList<>(draft.areas.size());
        draft.areas.forEach(area -> areas.add(area(areas.size(), area)));
        List<Contest> contests = new ArrayList<>(draft.contests.size());
        draft.contests.forEach(contest -> contests.add(contest(contests.size(), contest)));
        List<Branch> branches = new ArrayList<>(draft.branches.size());
        draft.branches.forEach(branch -> branches.add(branch(branches.size(), branch)));
        List<Officer> officers = new ArrayList<>(draft.officers.size());
        draft.officers.forEach(
                officer -> officers.add(new Officer(Found.checked(officer.officer()), nextKey())));
        return new Definition(header(), areas, contests, branches, officers, file);
    }

    private Definition.Header header() {
        return new Definition.Header(
                requireNonNull(draft.election),
                requireNonNull(draft.phase),
                draft.round,
                requireNonNull(draft.name),
                requireNonNull(draft.pollsClose),
                requireNonNull(draft.release),
                decisions());
    }

    private Map<DecisionAction, Map<String, Integer>> decisions() {
        Map<DecisionAction, Map<String, Integer>> decisions = new EnumMap<>(DecisionAction.class);
        for (DecisionDraft decision : draft.decisions) {
            decisions
                    .computeIfAbsent(decision.action(), action -> new LinkedHashMap<>())
                    .put(decision.role(), decision.officers().value());
        }
        decisions.replaceAll((action, roles) -> Collections.unmodifiableMap(roles));
        return Collections.unmodifiableMap(decisions);
    }

    private Area area(int index, AreaDraft area) {
        return new Area(
                index,
                Found.checked(area.code()),
                requireNonNull(area.kind()),
                tree.parent(index),
                requireNonNull(area.name()));
    }

    private Contest contest(int index, ContestDraft contest) {
        return new Contest(
                index,
                Found.checked(contest.number()),
                requireNonNull(contest.kind()),
                tree.index(Found.checked(contest.area())),
                requireNonNull(contest.name()),
                requireNonNull(contest.method()),
                contest.threshold(),
                requireNonNull(contest.seats()),
                requireNonNull(contest.alternates()),
                requireNonNull(contest.maxChoices()),
                requireNonNull(contest.signers()),
                contest.lists(),
                contest.candidates());
    }

    private Branch branch(int index, BranchDraft branch) {
        List<Integer> contests = branch.contests().stream()
                .map(Objects::requireNonNull)
                .map(Found::value)
                .toList();
        List<SigningKey> own = new ArrayList<>(branch.keys().size());
        branch.keys().forEach(key -> own.add(nextKey()));
        return new Branch(
                index,
                Found.checked(branch.number()),
                tree.index(Found.checked(branch.area())),
                requireNonNull(branch.kind()),
                requireNonNull(branch.eligible()),
                // Neighbours take part in the same contests: one list for all of them.
                contestLists.computeIfAbsent(contests, list -> list),
                List.copyOf(own));
    }

    private SigningKey nextKey() {
        return requireNonNull(keys.get(keysTaken++));
    }
}
