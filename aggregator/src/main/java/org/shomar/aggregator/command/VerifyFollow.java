package org.shomar.aggregator.command;

import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Difference;
import org.shomar.aggregator.audit.Evidence;
import org.shomar.aggregator.audit.Follower;
import org.shomar.aggregator.audit.Progress;
import org.shomar.aggregator.audit.Source;
import org.shomar.aggregator.audit.Trust;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Follows a live log: a line a look on standard output, `ALARM` lines on standard error.
final class VerifyFollow {
    private static final long STOP_SECONDS_MAX = 10;

    private final Trust trust;
    private final VerifyOptions options;
    private final Auditor auditor;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    VerifyFollow(Definition definition, Source source, Trust trust, VerifyOptions options) {
        this.trust = trust;
        this.options = options;
        this.auditor = new Auditor(definition, source, trust, VerifyFollow::alarm);
    }

    private static void alarm(Difference found) {
        System.err.println("ALARM " + VerifyReport.lines(found));
    }

    /// Exit code 1 when there was an alarm, also when a signal ends it.
    int run(Duration every, Duration stall, long looks) throws IOException {
        Thread hook = new Thread(this::end, "verify-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            follow(every, stall, looks);
        } finally {
            done.countDown();
        }
        if (stop.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return exit();
    }

    private void follow(Duration every, Duration stall, long looks) throws IOException {
        Evidence evidence = options.evidence();
        Follower follower = new Follower(auditor, trust.logKey().toString(), stall, clock);
        boolean compared = false;
        boolean stopped = false;
        for (long look = 0; look < looks && !stopped; look++) {
            Follower.Step step = follower.step(Progress.NONE);
            if (!compared && step.trouble() == null && auditor.isWhole()) {
                auditor.compare(evidence);
                compared = true;
            }
            print(step);
            if (step.grown() > 0 && compared) {
                options.keep(auditor);
            }
            stopped = look + 1 < looks && isStopped(every);
        }
    }

    private boolean isStopped(Duration every) {
        try {
            return stop.await(every.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void print(Follower.Step step) {
        String trouble = step.trouble();
        System.out.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + step.size()
                + " entries (+" + step.grown() + "), "
                + auditor.differences().size() + " differences"
                + (trouble == null ? "" : "; " + trouble));
    }

    private int exit() {
        return auditor.differences().isEmpty() ? Exit.OK : Exit.NO;
    }

    private void end() {
        stop.countDown();
        try {
            done.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exit());
    }
}
