package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Source.Fetched;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares what the server shows with the auditor's totals, each answer at its own `seq`.
///
/// An answer that is ahead of the log waits until the log has been read so far; one that is
/// behind is asked for again, until it has what was missing. Neither may last too long, and a
/// log that keeps growing makes neither last longer.
public final class ShownAudit {
    private static final Text UNPUBLISHED = new Text("هنوز منتشر نشده است", "is not published yet");

    private final Definition definition;
    private final LogFold fold;
    private final Findings findings;
    private final Patience patience;
    private final Answers answers;
    private final ResultAudit results;
    private final BranchAudit branches;
    private final ElectionAudit election;
    private final ProgressAudit progress;
    private final Map<Integer, List<Ahead>> ahead = new HashMap<>();
    private final Map<Request, Behind> behind = new LinkedHashMap<>();
    private final Map<String, Text> notCompared = new TreeMap<>();

    private @Nullable ContestTally past;
    private @Nullable Totals totals;

    private record Ahead(Request request, Map<String, Object> seen, long seq, Instant since) {}

    /// @param target `seq` that the contest had when the server was first seen behind
    private record Behind(long target, Instant since) {}

    ShownAudit(
            Definition definition,
            Source source,
            LogFold fold,
            Findings findings,
            Patience patience) {
        this.definition = definition;
        this.fold = fold;
        this.findings = findings;
        this.patience = patience;
        this.answers = new Answers(source);
        this.results = new ResultAudit(definition, fold, findings);
        this.branches = new BranchAudit(definition, findings);
        this.election = new ElectionAudit(definition, source, findings);
        this.progress = new ProgressAudit(definition, source, fold, findings, patience);
        fold.onFolded(this::folded);
    }

    /// Asks for everything; what is not settled then is asked for again by [#again].
    ///
    /// @param logKey that the server must show
    public void compareAll(String logKey) throws IOException {
        election.compare(logKey);
        ask(Request.all(definition));
        progress.ask();
    }

    /// Asks for the result of each contest, without the areas below.
    public void compareResults() throws IOException {
        ask(Request.results(definition));
    }

    /// Whether something is still ahead of the log, or behind it.
    public boolean isPending() {
        return !behind.isEmpty()
                || progress.isPending()
                || ahead.values().stream().anyMatch(waiting -> !waiting.isEmpty());
    }

    /// Asks again for what was behind; what has not settled in its time is a finding.
    public void again() throws IOException {
        ask(List.copyOf(behind.keySet()));
        if (progress.isPending()) {
            progress.ask();
        }
        for (List<Ahead> waiting : ahead.values()) {
            for (Iterator<Ahead> each = waiting.iterator(); each.hasNext(); ) {
                Ahead one = each.next();
                if (patience.isOver(one.since())) {
                    each.remove();
                    outside(
                            one.request(),
                            one.seen(),
                            new Difference(
                                    Kind.AHEAD,
                                    one.seq() - 1,
                                    one.request().path(),
                                    "at most seq " + fold.size() + ", as signed",
                                    "seq " + one.seq()));
                }
            }
        }
    }

    /// What could not be compared when it was last asked for, and why; not differences.
    public List<NotCompared> notCompared() {
        List<NotCompared> all = new ArrayList<>();
        notCompared.forEach((path, why) -> all.add(new NotCompared(path, why)));
        if (progress.keptMoving()) {
            all.add(new NotCompared(ProgressAudit.PATH, keptMoving()));
        }
        return all;
    }

    private Text keptMoving() {
        long seconds = patience.settle().toSeconds();
        return new Text(
                "پیوسته در تغییر بود: در " + seconds + " ثانیه هیچ پاسخی از همان لحظهٔ دفتر نبود",
                "kept moving: in " + seconds + " s no answer was of the log's own moment");
    }

    private void ask(List<Request> requests) throws IOException {
        for (int from = 0; from < requests.size(); from += Answers.AT_ONCE) {
            List<Request> some =
                    requests.subList(from, Math.min(requests.size(), from + Answers.AT_ONCE));
            List<Fetched> fetched =
                    answers.fetch(some.stream().map(Request::path).toList());
            for (int i = 0; i < some.size(); i++) {
                take(some.get(i), fetched.get(i));
            }
        }
    }

    private void take(Request request, Fetched fetched) {
        notCompared.remove(request.path());
        switch (fetched) {
            case Fetched.Absent absent -> {
                behind.remove(request);
                if (absent.status() == ElectionAudit.NOT_PUBLISHED) {
                    notCompared.put(request.path(), UNPUBLISHED);
                } else {
                    unreadable(request, "status " + absent.status());
                }
            }
            case Fetched.Body body ->
                JsonTree.object(body.bytes())
                        .ifPresentOrElse(
                                seen -> take(request, seen),
                                () -> unreadable(request, "no JSON object"));
        }
    }

    private void unreadable(Request request, String seen) {
        behind.remove(request);
        findings.add(Difference.in(Kind.UNREADABLE, request.path(), "JSON", seen));
    }

    private void take(Request request, Map<String, Object> seen) {
        int contest = request.contest().contest();
        long seq = JsonTree.number(seen, "seq");
        long own = fold.tally(contest).seq();
        Behind was = behind.remove(request);
        if (seq == own) {
            compare(request, fold.tally(contest), seen);
        } else if (seq > fold.size()) {
            ahead.computeIfAbsent(contest, number -> new ArrayList<>())
                    .add(new Ahead(request, seen, seq, patience.now()));
        } else if (seq > own || seq != 0 && !isEntry(contest, seq)) {
            noEntry(request, seen, seq);
        } else {
            late(request, seen, seq, was);
        }
    }

    private void late(Request request, Map<String, Object> seen, long seq, @Nullable Behind was) {
        long own = fold.tally(request.contest().contest()).seq();
        if (was == null) {
            behind.put(request, new Behind(own, patience.now()));
        } else if (seq >= was.target()) {
            compare(request, tallyAt(request.contest(), seq), seen);
        } else if (patience.isOver(was.since())) {
            long missing = fold.entries(request.contest().contest()).stream()
                    .mapToLong(Counted::seq)
                    .filter(entry -> entry > seq)
                    .findFirst()
                    .orElse(own);
            findings.add(new Difference(
                    Kind.STALE, missing - 1, request.path(), "seq " + own, "seq " + seq));
        } else {
            behind.put(request, was);
        }
    }

    /// A contest as it was at an earlier entry of its own, added up again.
    private ContestTally tallyAt(Contest contest, long seq) {
        ContestTally last = past;
        if (last == null || last.contest().contest() != contest.contest() || last.seq() != seq) {
            last = new ContestTally(definition, contest);
            last.apply(fold.entries(contest.contest()).stream()
                    .filter(entry -> entry.seq() <= seq)
                    .toList());
            past = last;
        }
        return last;
    }

    private boolean isEntry(int contest, long seq) {
        return fold.entries(contest).stream().anyMatch(entry -> entry.seq() == seq);
    }

    private void noEntry(Request request, Map<String, Object> seen, long seq) {
        outside(
                request,
                seen,
                new Difference(
                        Kind.PLACE_IN_LOG,
                        Math.max(seq - 1, Difference.NO_LEAF),
                        request.path(),
                        "seq of an entry of contest " + request.contest().contest(),
                        "seq " + seq));
    }

    /// What is shown is of no moment that the log has.
    private void outside(Request request, Map<String, Object> seen, Difference difference) {
        findings.add(difference);
        if (request instanceof Request.Branches list) {
            branches.comparePackets(list, fold, seen);
        }
    }

    /// After each entry of a contest: what was shown at this very moment can be compared.
    private void folded(int contest) {
        Collection<Ahead> waiting = ahead.getOrDefault(contest, List.of());
        if (waiting.isEmpty()) {
            return;
        }
        long own = fold.tally(contest).seq();
        for (Ahead one : List.copyOf(waiting)) {
            if (one.seq() == own) {
                waiting.remove(one);
                compare(one.request(), fold.tally(contest), one.seen());
            } else if (one.seq() < own) {
                waiting.remove(one);
                noEntry(one.request(), one.seen(), one.seq());
            }
        }
    }

    private void compare(Request request, ContestTally tally, Map<String, Object> seen) {
        switch (request) {
            case Request.Result result -> results.compare(result, totals(tally), seen);
            case Request.Branches list -> branches.compare(list, tally.branchStates(), seen);
        }
    }

    /// Answers of one contest come in a row, and a copy of a country's totals is no small one.
    private Totals totals(ContestTally tally) {
        Totals last = totals;
        if (last == null
                || last.contest() != tally.contest().contest()
                || last.seq() != tally.seq()) {
            last = tally.totals();
            totals = last;
        }
        return last;
    }
}
