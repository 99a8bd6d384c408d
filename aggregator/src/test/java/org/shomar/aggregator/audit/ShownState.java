package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What an honest server shows of entries, as trees that may be edited.
final class ShownState {
    private static final Definition DEFINITION = AuditElection.INSTANCE.definition;

    private ShownState() {}

    static LogFold fold(List<byte[]> entries) {
        LogFold fold = new LogFold(DEFINITION, new Findings(found -> {}));
        Judge judge = new Judge(DEFINITION);
        for (byte[] entry : entries) {
            fold.add(judge.judge(fold.size(), entry));
        }
        return fold;
    }

    static Map<String, Map<String, Object>> of(List<byte[]> entries) {
        LogFold fold = fold(entries);
        ExpectedShown shown = new ExpectedShown(DEFINITION);
        Map<String, Map<String, Object>> trees = new LinkedHashMap<>();
        List<Totals> totals = new ArrayList<>();
        for (Request request : Request.all(DEFINITION)) {
            ContestTally tally = fold.tally(request.contest().contest());
            trees.put(
                    request.path(),
                    editable(
                            switch (request) {
                                case Request.Result result ->
                                    shown.result(result.contest(), result.place(), tally.totals());
                                case Request.Branches list -> shown.branches(tally.branchStates());
                            }));
        }
        DEFINITION
                .contests()
                .forEach(each -> totals.add(fold.tally(each.contest()).totals()));
        trees.put(ProgressAudit.PATH, editable(shown.progress(totals)));
        Map<String, Object> election = new LinkedHashMap<>();
        election.put("election", DEFINITION.election());
        election.put("phase", "rehearsal");
        election.put("branches", (long) DEFINITION.branches().size());
        election.put("definition", DEFINITION.hash().toString());
        election.put("origin", World.ORIGIN);
        election.put("logKey", World.LOG.key().toString());
        trees.put(ElectionAudit.PATH, election);
        return trees;
    }

    private static Map<String, Object> editable(Map<?, ?> tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        tree.forEach((name, value) -> copy.put((String) name, editable(value)));
        return copy;
    }

    private static Object editable(Object value) {
        return switch (value) {
            case Map<?, ?> members -> editable(members);
            case List<?> elements ->
                new ArrayList<>(elements.stream().map(ShownState::editable).toList());
            default -> value;
        };
    }

    /// Adds an entry's figures, so many times, to every result that its branch is in.
    static void add(Map<String, Map<String, Object>> shown, int contest, Counted entry, long sign) {
        int area = DEFINITION.branch(entry.branch()).orElseThrow().area();
        for (; area != Area.NO_PARENT; area = DEFINITION.areas().get(area).parent()) {
            String code = DEFINITION.areas().get(area).code();
            shown.forEach((path, tree) -> {
                if (path.startsWith("v1/contests/" + contest) && !path.endsWith("branches")) {
                    add(tree, code, entry, sign);
                }
            });
        }
    }

    private static void add(Map<?, ?> figures, String code, Counted entry, long sign) {
        if (code.equals(figures.get("area"))) {
            add(members(figures, "ballots"), "issued", sign * entry.ballots().issued());
            add(members(figures, "ballots"), "cast", sign * entry.ballots().cast());
            add(members(figures, "ballots"), "blank", sign * entry.ballots().blank());
            add(members(figures, "ballots"), "invalid", sign * entry.ballots().invalid());
            for (int i = 0; i < entry.votes().size(); i++) {
                add(elements(figures, "votes"), i, sign * entry.votes().get(i));
            }
            for (int i = 0; i < entry.listVotes().size(); i++) {
                add(elements(figures, "listVotes"), i, sign * entry.listVotes().get(i));
            }
        } else if (figures.containsKey("areas")) {
            elements(figures, "areas").forEach(child -> add((Map<?, ?>) child, code, entry, sign));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Map<?, ?> tree, String name) {
        return (Map<String, Object>) Objects.requireNonNull(tree.get(name));
    }

    @SuppressWarnings("unchecked")
    static List<Object> elements(Map<?, ?> tree, String name) {
        return (List<Object>) Objects.requireNonNull(tree.get(name));
    }

    static void add(Map<String, Object> members, String name, long amount) {
        members.computeIfPresent(name, (key, figure) -> (long) figure + amount);
    }

    static void add(List<Object> elements, int index, long amount) {
        elements.set(index, (long) elements.get(index) + amount);
    }
}
