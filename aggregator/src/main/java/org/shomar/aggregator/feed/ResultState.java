package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.Totals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/// A result as the contract writes it: one contest in one area, with the areas just below.
final class ResultState {
    private final Definition definition;
    private final List<List<List<Integer>>> childPlaces;

    ResultState(Definition definition) {
        this.definition = definition;
        this.childPlaces = definition.contests().stream()
                .map(contest -> children(definition.electorate(contest)))
                .toList();
    }

    /// The totals of a contest before its first entry.
    Totals before(Contest contest) {
        Electorate electorate = definition.electorate(contest);
        int[] expected = new int[electorate.areaCount()];
        for (int branch = 0; branch < electorate.branchCount(); branch++) {
            int place = electorate.areaPlaceOfBranch(branch);
            for (; place >= 0; place = electorate.parentPlace(place)) {
                expected[place]++;
            }
        }
        List<AreaTotals> areas = new ArrayList<>(expected.length);
        for (int branches : expected) {
            areas.add(new AreaTotals(
                    branches,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    new long[contest.candidates().size()],
                    new long[contest.lists().size()]));
        }
        return new Totals(contest.contest(), 0, 0, List.copyOf(areas));
    }

    Map<String, Object> of(Topic topic, Totals totals) {
        Contest contest = definition.contests().get(topic.contest());
        AreaTotals own = totals.areas().get(topic.place());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("contest", contest.contest());
        result.put("area", area(contest, topic.place()).code());
        result.put("seq", totals.seq());
        result.put("contestSeq", totals.contestSeq());
        result.put("status", status(own));
        result.put("phase", definition.phase().name().toLowerCase(Locale.ROOT));
        putFigures(result, own);
        List<Object> below = new ArrayList<>();
        for (int place : childPlaces.get(topic.contest()).get(topic.place())) {
            Map<String, Object> child = new LinkedHashMap<>();
            child.put("area", area(contest, place).code());
            putFigures(child, totals.areas().get(place));
            below.add(child);
        }
        result.put("areas", below);
        result.put("outcome", Map.of());
        return result;
    }

    /// After NIST SP 1500-100, by the area's own branches.
    static String status(AreaTotals area) {
        int settled = area.reported() + area.annulled();
        if (settled == 0) {
            return "pre-election";
        }
        return settled >= area.expected() && area.held() == 0
                ? "unofficial-complete"
                : "unofficial-partial";
    }

    private static void putFigures(Map<String, Object> into, AreaTotals area) {
        Map<String, Object> branches = new LinkedHashMap<>();
        branches.put("expected", area.expected());
        branches.put("reported", area.reported());
        branches.put("held", area.held());
        branches.put("annulled", area.annulled());
        into.put("branches", branches);
        Map<String, Object> ballots = new LinkedHashMap<>();
        ballots.put("eligible", area.eligible());
        ballots.put("issued", area.issued());
        ballots.put("cast", area.cast());
        ballots.put("blank", area.blank());
        ballots.put("invalid", area.invalid());
        into.put("ballots", ballots);
        into.put("votes", LongStream.of(area.votes()).boxed().toList());
        into.put("listVotes", LongStream.of(area.listVotes()).boxed().toList());
    }

    private Area area(Contest contest, int place) {
        return definition.areas().get(definition.electorate(contest).areaIndex(place));
    }

    private static List<List<Integer>> children(Electorate electorate) {
        List<List<Integer>> below = new ArrayList<>();
        for (int place = 0; place < electorate.areaCount(); place++) {
            below.add(new ArrayList<>());
        }
        for (int place = 0; place < electorate.areaCount(); place++) {
            int parent = electorate.parentPlace(place);
            if (parent >= 0) {
                below.get(parent).add(place);
            }
        }
        return below;
    }
}
