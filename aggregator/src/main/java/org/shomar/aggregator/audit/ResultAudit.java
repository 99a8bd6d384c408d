package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Compares one result with the totals of the same moment, and says which entry is to blame.
final class ResultAudit {
    /// Wrong results that are traced to an entry; each costs a walk over the contest's
    /// entries.
    private static final int TRACED_MAX = 50;

    private final Definition definition;
    private final LogFold fold;
    private final Findings findings;
    private final ExpectedShown expected;
    private int traced;

    ResultAudit(Definition definition, LogFold fold, Findings findings) {
        this.definition = definition;
        this.fold = fold;
        this.findings = findings;
        this.expected = new ExpectedShown(definition);
    }

    void compare(Request.Result request, Totals totals, Map<String, Object> seen) {
        Contest contest = request.contest();
        Map<String, Object> right = expected.result(contest, request.place(), totals);
        Map<String, String> wrong = new HashMap<>();
        new Mismatches((path, is, was) -> wrong.put(path, is + "\n" + was))
                .compare("", right, seen);
        if (wrong.isEmpty()) {
            return;
        }
        long leaf = trace(contest, request.place(), totals, seen);
        wrong.keySet().stream().sorted().forEach(path -> {
            String[] values = wrong.getOrDefault(path, "\n").split("\n", 2);
            Kind kind = kind(path);
            findings.add(new Difference(
                    kind,
                    kind == Kind.STATUS || kind == Kind.RESULT ? Difference.NO_LEAF : leaf,
                    request.path() + " " + path,
                    values[0],
                    values[1]));
        });
    }

    private static Kind kind(String path) {
        String member = path.replaceFirst("^areas\\[[^]]*]\\.", "").replaceFirst("[.\\[].*", "");
        return switch (member) {
            case "votes" -> Kind.VOTES;
            case "listVotes" -> Kind.LIST_VOTES;
            case "ballots" -> Kind.BALLOTS;
            case "branches" -> Kind.BRANCHES;
            case "status" -> Kind.STATUS;
            case "seq", "contestSeq" -> Kind.PLACE_IN_LOG;
            default -> Kind.RESULT;
        };
    }

    private long trace(Contest contest, int place, Totals totals, Map<String, Object> seen) {
        if (traced == TRACED_MAX) {
            return Difference.NO_LEAF;
        }
        traced++;
        long[] right = figures(totals.areas().get(place));
        long[] shown = figures(seen);
        if (right.length != shown.length) {
            return Difference.NO_LEAF;
        }
        long[] delta = new long[right.length];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = shown[i] - right[i];
        }
        Electorate electorate = definition.electorate(contest);
        List<Counted> below = fold.entries(contest.contest()).stream()
                .filter(entry -> isBelow(electorate, entry.branch(), place))
                .toList();
        return Explanation.leaf(below, delta);
    }

    private static boolean isBelow(Electorate electorate, int branch, int place) {
        int area = electorate.areaPlaceOfBranch(electorate.branchPlace(branch));
        while (area >= 0 && area != place) {
            area = electorate.parentPlace(area);
        }
        return area == place;
    }

    private static long[] figures(AreaTotals area) {
        return Stream.of(
                        LongStream.of(area.issued(), area.cast(), area.blank(), area.invalid()),
                        LongStream.of(area.votes()),
                        LongStream.of(area.listVotes()))
                .flatMapToLong(figures -> figures)
                .toArray();
    }

    private static long[] figures(Map<String, Object> seen) {
        LongStream ballots = seen.get("ballots") instanceof Map<?, ?> members
                ? Stream.of("issued", "cast", "blank", "invalid")
                        .mapToLong(name -> members.get(name) instanceof Long figure ? figure : -1)
                : LongStream.empty();
        return Stream.of(ballots, longs(seen, "votes"), longs(seen, "listVotes"))
                .flatMapToLong(figures -> figures)
                .toArray();
    }

    private static LongStream longs(Map<String, Object> seen, String member) {
        return seen.get(member) instanceof List<?> elements
                ? elements.stream()
                        .mapToLong(element -> element instanceof Long figure ? figure : -1)
                : LongStream.empty();
    }
}
