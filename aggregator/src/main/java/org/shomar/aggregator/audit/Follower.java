package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Text;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Follows a live log step by step: each step reads what is new, and compares the totals of
/// every contest; when nothing is new, everything that is shown is compared once.
///
/// An alarm is a difference like any other. One thread.
public final class Follower {
    private static final List<String> COMPARED_WHEN_QUIET = List.of(
            ElectionAudit.PATH,
            "v1/contests/N/areas/CODE",
            "v1/contests/N/branches",
            ProgressAudit.PATH);
    private static final Text NEVER_QUIET = new Text(
            "خواسته نشد: دفتر در هر نگاه بزرگ‌تر شد؛ بیشتر نگاه کنید",
            "was not asked for: the log grew in every look; look for longer");

    private final Auditor auditor;
    private final ShownAudit shown;
    private final String logKey;
    private final Patience patience;
    private Instant alive;
    private long comparedWhole = -1;

    /// @param patience how long the server may be silent
    public Follower(Auditor auditor, String logKey, Patience patience) {
        this.auditor = auditor;
        this.shown = auditor.shown();
        this.logKey = logKey;
        this.patience = patience;
        this.alive = patience.now();
    }

    /// What one step came to.
    ///
    /// @param size    entries that were read and found right so far
    /// @param grown   of them, new ones
    /// @param trouble why the server could not be read now; null when it could
    public record Step(long size, long grown, @Nullable String trouble) {}

    /// Reads and compares what there is now.
    public Step step(Progress progress) {
        long before = auditor.size();
        try {
            auditor.extend(progress);
            if (auditor.isWhole()) {
                compare(auditor.size() != before);
            }
            alive = patience.now();
            return new Step(auditor.size(), auditor.size() - before, null);
        } catch (IOException unread) {
            if (!(unread instanceof NotYetException) && patience.isOver(alive)) {
                auditor.report(Difference.in(
                        Kind.STALL,
                        CheckpointReader.PATH,
                        "an answer within " + patience.settle().toSeconds() + " s",
                        String.valueOf(unread.getMessage())));
            }
            return new Step(
                    auditor.size(), auditor.size() - before, String.valueOf(unread.getMessage()));
        }
    }

    /// What could not be compared so far, and why; not differences. Of a log that was never
    /// quiet that is all but the results of contests.
    public List<NotCompared> notCompared() {
        List<NotCompared> all = new ArrayList<>(shown.notCompared());
        if (comparedWhole < 0) {
            COMPARED_WHEN_QUIET.forEach(path -> all.add(new NotCompared(path, NEVER_QUIET)));
        }
        return all;
    }

    private void compare(boolean grown) throws IOException {
        if (shown.isPending()) {
            shown.again();
        }
        if (grown || comparedWhole == auditor.size()) {
            shown.compareResults();
        } else {
            shown.compareAll(logKey);
            comparedWhole = auditor.size();
        }
    }
}
