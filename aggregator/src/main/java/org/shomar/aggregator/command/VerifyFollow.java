package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Difference;
import org.shomar.aggregator.audit.Evidence;
import org.shomar.aggregator.audit.Follower;
import org.shomar.aggregator.audit.Patience;
import org.shomar.aggregator.audit.Progress;
import org.shomar.aggregator.audit.Source;
import org.shomar.aggregator.audit.Trust;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Follows a live log: a line a look on standard output, and at the end what was not compared;
/// `ALARM` lines on standard error.
final class VerifyFollow {
    private static final long STOP_SECONDS_MAX = 10;

    private static final String NEVER_WHOLE = """
            shomar: nothing was verified: no look could read the whole log and what the server\
             shows; check the address and look again
            shomar: هیچ چیز وارسی نشد: در هیچ نگاهی همهٔ دفتر و آنچه کارگزار نشان می‌دهد خوانده\
             نشد؛ نشانی را بسنجید و دوباره نگاه کنید""";
    private static final String NEVER_REACHED = """
            shomar: the answers or the checkpoint that you keep were not compared: they are newer\
             than the log in these looks; look for longer
            shomar: پاسخ‌ها یا نقطهٔ وارسی‌ای که نگه داشته‌اید سنجیده نشد: از دفتر در این نگاه‌ها\
             تازه‌ترند؛ بیشتر نگاه کنید""";

    private final Trust trust;
    private final VerifyOptions options;
    private final Patience patience;
    private final Auditor auditor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Instant wholeSince;
    private volatile boolean compared;

    VerifyFollow(
            Definition definition,
            Source source,
            Trust trust,
            VerifyOptions options,
            Duration stall) {
        this.trust = trust;
        this.options = options;
        this.patience = new Patience(stall, InstantSource.system());
        this.auditor = new Auditor(definition, source, trust, patience, VerifyFollow::alarm);
    }

    private static void alarm(Difference found) {
        System.err.println("ALARM " + VerifyReport.lines(found));
    }

    /// Exit code 1 when there was an alarm, 2 when there was neither an alarm nor a look that
    /// was whole; also when a signal ends it.
    int run(Duration every, long looks) throws IOException {
        Thread hook = new Thread(this::end, "verify-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            follow(every, looks);
        } finally {
            done.countDown();
        }
        if (stop.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return exit();
    }

    private void follow(Duration every, long looks) throws IOException {
        Evidence evidence = options.evidence();
        Follower follower = new Follower(auditor, trust.logKey().toString(), patience);
        long reach = evidence.reach();
        boolean stopped = false;
        for (long look = 0; look < looks && !stopped; look++) {
            Follower.Step step = follower.step(Progress.NONE);
            boolean due = !compared
                    && step.trouble() == null
                    && auditor.isWhole()
                    && (auditor.size() >= reach || isOver());
            if (due) {
                auditor.compare(evidence);
                compared = true;
            }
            print(step);
            if (due || compared && step.grown() > 0) {
                options.keep(auditor);
            }
            stopped = look + 1 < looks && isStopped(every);
        }
        if (auditor.isWhole()) {
            follower.notCompared().forEach(what -> System.out.println(VerifyReport.lines(what)));
        }
    }

    /// Whether there were whole looks for so long that what is published should be as new as
    /// what branches were answered.
    private boolean isOver() {
        Instant since = wholeSince;
        if (since == null) {
            since = patience.clock().instant();
            wholeSince = since;
        }
        return patience.isOver(since);
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
        System.out.println(
                patience.clock().instant().truncatedTo(ChronoUnit.SECONDS) + " " + step.size()
                        + " entries (+" + step.grown() + "), "
                        + auditor.differences().size() + " differences"
                        + (trouble == null ? "" : "; " + trouble));
    }

    private int exit() {
        if (!auditor.differences().isEmpty()) {
            return Exit.NO;
        }
        if (!compared) {
            System.err.println(wholeSince == null ? NEVER_WHOLE : NEVER_REACHED);
        }
        return compared ? Exit.OK : Exit.USAGE;
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
