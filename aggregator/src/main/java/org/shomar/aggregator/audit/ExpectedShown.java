package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/// What the server must show for given totals, member by member as the contract writes it; the
/// auditor's own hand, so that a mistake of the server's is not made twice.
final class ExpectedShown {
    private final Definition definition;

    ExpectedShown(Definition definition) {
        this.definition = definition;
    }

    /// A result; `outcome` is left out, as it is no sum.
    Map<String, Object> result(Contest contest, int place, Totals totals) {
        Electorate electorate = definition.electorate(contest);
        AreaTotals own = totals.areas().get(place);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("contest", (long) contest.contest());
        result.put("area", code(electorate, place));
        result.put("seq", totals.seq());
        result.put("contestSeq", totals.contestSeq());
        result.put("status", status(own));
        result.put("phase", definition.phase().name().toLowerCase(Locale.ROOT));
        putFigures(result, own);
        List<Object> below = new ArrayList<>();
        for (int child = 0; child < electorate.areaCount(); child++) {
            if (electorate.parentPlace(child) == place) {
                Map<String, Object> figures = new LinkedHashMap<>();
                figures.put("area", code(electorate, child));
                putFigures(figures, totals.areas().get(child));
                below.add(figures);
            }
        }
        result.put("areas", below);
        return result;
    }

    private String code(Electorate electorate, int place) {
        return definition.areas().get(electorate.areaIndex(place)).code();
    }

    private static String status(AreaTotals area) {
        int done = area.reported() + area.annulled();
        if (done == 0) {
            return "pre-election";
        }
        return done == area.expected() && area.held() == 0
                ? "unofficial-complete"
                : "unofficial-partial";
    }

    private static void putFigures(Map<String, Object> into, AreaTotals area) {
        into.put("branches", branches(area));
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

    private static Map<String, Object> branches(AreaTotals area) {
        Map<String, Object> branches = new LinkedHashMap<>();
        branches.put("expected", (long) area.expected());
        branches.put("reported", (long) area.reported());
        branches.put("held", (long) area.held());
        branches.put("annulled", (long) area.annulled());
        return branches;
    }

    /// One branch of the list of a contest's branches.
    Map<String, Object> branch(BranchState state) {
        Map<String, Object> members = new LinkedHashMap<>();
        int area = definition.branch(state.branch()).map(Branch::area).orElseThrow();
        members.put("branch", (long) state.branch());
        members.put("area", definition.areas().get(area).code());
        members.put("state", state.state().word());
        if (state.packet() != null) {
            members.put("revision", (long) state.revision());
            members.put("packet", state.packet().toString());
            members.put("seq", state.seq());
        }
        return members;
    }

    /// The list of a contest's branches.
    Map<String, Object> branches(BranchStates states) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("contest", (long) states.contest());
        body.put("seq", states.seq());
        body.put(
                "branches",
                states.branches().stream().map(state -> (Object) branch(state)).toList());
        return body;
    }

    /// The progress of every area, by its code, over all contests.
    Map<String, Object> progress(List<Totals> contests) {
        long[][] sums = new long[definition.areas().size()][4];
        for (Totals totals : contests) {
            Contest contest = definition.contest(totals.contest()).orElseThrow();
            Electorate electorate = definition.electorate(contest);
            for (int place = 0; place < electorate.areaCount(); place++) {
                add(sums[electorate.areaIndex(place)], totals.areas().get(place));
            }
            AreaTotals whole = totals.areas().get(electorate.areaPlace(contest.area()));
            int above = definition.areas().get(contest.area()).parent();
            for (;
                    above != Area.NO_PARENT;
                    above = definition.areas().get(above).parent()) {
                add(sums[above], whole);
            }
        }
        List<Object> areas = new ArrayList<>();
        for (Area area : definition.areas()) {
            long[] sum = sums[area.index()];
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("area", area.code());
            figures.put("expected", sum[0]);
            figures.put("reported", sum[1]);
            figures.put("held", sum[2]);
            figures.put("annulled", sum[3]);
            areas.add(figures);
        }
        Map<String, Object> progress = new LinkedHashMap<>();
        progress.put("seq", contests.stream().mapToLong(Totals::seq).max().orElse(0));
        progress.put("areas", areas);
        return progress;
    }

    private static void add(long[] sum, AreaTotals area) {
        sum[0] += area.expected();
        sum[1] += area.reported();
        sum[2] += area.held();
        sum[3] += area.annulled();
    }
}
