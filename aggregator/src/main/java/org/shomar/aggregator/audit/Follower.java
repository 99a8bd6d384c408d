package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;

/// Follows a live log step by step: each step reads what is new, and compares the totals of
/// every contest; when nothing is new, everything that is shown is compared once.
///
/// An alarm is a difference like any other. One thread.
public final class Follower {
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
