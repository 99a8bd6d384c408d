package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Source.Fetched;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Totals;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares the progress that the server shows.
///
/// It is put together from contests that are read apart, so the same `seq` may stand over
/// figures of a moment before; only what stays wrong while the log stands still is wrong.
/// While packets keep coming there may be no such time.
final class ProgressAudit {
    static final String PATH = "v1/progress";

    private final Definition definition;
    private final Source source;
    private final LogFold fold;
    private final Findings findings;
    private final Patience patience;
    private final ExpectedShown expected;
    private @Nullable Doubt doubt;
    private boolean moving;

    /// @param own   `seq` of the log's last entry
    /// @param since nothing has moved
    /// @param first nothing was right
    private record Doubt(Map<String, Object> seen, long own, Instant since, Instant first) {}

    ProgressAudit(
            Definition definition,
            Source source,
            LogFold fold,
            Findings findings,
            Patience patience) {
        this.definition = definition;
        this.source = source;
        this.fold = fold;
        this.findings = findings;
        this.patience = patience;
        this.expected = new ExpectedShown(definition);
    }

    boolean isPending() {
        return doubt != null;
    }

    /// Whether the last doubt ended without an answer of the log's own moment.
    boolean keptMoving() {
        return moving;
    }

    void ask() throws IOException {
        switch (source.get(PATH, Answers.BYTES_MAX)) {
            case Fetched.Absent absent -> unreadable("status " + absent.status());
            case Fetched.Body body ->
                JsonTree.object(body.bytes())
                        .ifPresentOrElse(this::take, () -> unreadable("no JSON object"));
        }
    }

    private void unreadable(String seen) {
        doubt = null;
        findings.add(Difference.in(Kind.UNREADABLE, PATH, "JSON", seen));
    }

    private void take(Map<String, Object> seen) {
        Doubt was = doubt;
        List<Difference> wrong = differences(seen);
        Instant now = patience.now();
        if (wrong.isEmpty()) {
            doubt = null;
            moving = false;
        } else if (was == null) {
            doubt = new Doubt(seen, fold.lastSeq(), now, now);
        } else if (!hasMoved(was, seen)) {
            settle(was, wrong);
        } else if (patience.isOver(was.first())) {
            doubt = null;
            moving = true;
        } else {
            doubt = new Doubt(seen, fold.lastSeq(), now, was.first());
        }
    }

    /// An answer that is not ahead of the log is no newer for having changed.
    private boolean hasMoved(Doubt was, Map<String, Object> seen) {
        return was.own() != fold.lastSeq()
                || JsonTree.number(seen, "seq") > fold.size() && !was.seen().equals(seen);
    }

    private void settle(Doubt was, List<Difference> wrong) {
        if (patience.isOver(was.since())) {
            doubt = null;
            moving = false;
            wrong.forEach(findings::add);
        }
    }

    private List<Difference> differences(Map<String, Object> seen) {
        List<Difference> wrong = new ArrayList<>();
        new Mismatches((path, is, was) ->
                        wrong.add(Difference.in(Kind.PROGRESS, PATH + " " + path, is, was)))
                .compare("", expected.progress(totals()), seen);
        return wrong;
    }

    private List<Totals> totals() {
        List<Totals> all = new ArrayList<>();
        for (Contest contest : definition.contests()) {
            all.add(fold.tally(contest.contest()).totals());
        }
        return all;
    }
}
