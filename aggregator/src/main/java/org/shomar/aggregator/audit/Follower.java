package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Follows a live log step by step: each step reads what is new, and compares the totals of
/// every contest; when nothing is new, everything that is shown is compared once.
///
/// An alarm is a difference like any other. One thread.
public final class Follower {
    private final Auditor auditor;
    private final ShownAudit shown;
    private final String logKey;
    private final Duration stall;
    private final InstantSource clock;
    private Instant alive;
    private long comparedWhole = -1;

    /// @param stall how long the server may be silent, or behind itself
    public Follower(Auditor auditor, String logKey, Duration stall, InstantSource clock) {
        this.auditor = auditor;
        this.shown = auditor.shown(stall, clock);
        this.logKey = logKey;
        this.stall = stall;
        this.clock = clock;
        this.alive = clock.instant();
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
            alive = clock.instant();
            return new Step(auditor.size(), auditor.size() - before, null);
        } catch (IOException unread) {
            if (!alive.plus(stall).isAfter(clock.instant())) {
                auditor.report(Difference.in(
                        Kind.STALL,
                        CheckpointReader.PATH,
                        "an answer within " + stall.toSeconds() + " s",
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
