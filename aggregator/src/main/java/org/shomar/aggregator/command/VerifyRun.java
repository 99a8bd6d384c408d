package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Evidence;
import org.shomar.aggregator.audit.NotCompared;
import org.shomar.aggregator.audit.NotYetException;
import org.shomar.aggregator.audit.Patience;
import org.shomar.aggregator.audit.Progress;
import org.shomar.aggregator.audit.ShownAudit;
import org.shomar.aggregator.audit.Source;
import org.shomar.aggregator.audit.Trust;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One audit from the first entry to the last.
final class VerifyRun {
    private static final long PAUSE_MILLIS = 200;

    private final Definition definition;
    private final Trust trust;
    private final VerifyOptions options;
    private final boolean live;
    private final Patience patience;
    private final Auditor auditor;
    private @Nullable Meter meter;

    /// @param live whether there is a server that shows totals
    VerifyRun(
            Definition definition,
            Source source,
            Trust trust,
            VerifyOptions options,
            boolean live) {
        this.definition = definition;
        this.trust = trust;
        this.options = options;
        this.live = live;
        this.patience = new Patience(options.settle(), InstantSource.system());
        this.auditor = new Auditor(definition, source, trust, patience, found -> {});
    }

    int run(boolean json) throws IOException {
        long startNanos = System.nanoTime();
        Evidence evidence = options.evidence();
        try {
            extend(this::show);
        } finally {
            closeMeter();
        }
        long readNanos = System.nanoTime();
        List<NotCompared> notCompared = List.of();
        extendTo(evidence.reach());
        if (auditor.isWhole()) {
            auditor.compare(evidence);
            notCompared = live ? compareShown() : notCompared;
        }
        while (auditor.isBehind()) {
            pause();
            extend(Progress.NONE);
        }
        options.keep(auditor);
        VerifyReport report = new VerifyReport(
                definition,
                auditor,
                notCompared,
                seconds(readNanos - startNanos),
                seconds(System.nanoTime() - startNanos));
        System.out.println(json ? report.json() : report.text());
        return auditor.differences().isEmpty() ? Exit.OK : Exit.NO;
    }

    /// What is published may be a moment behind what a branch was answered: branches are
    /// answered before witnesses have signed, and files are copied later still.
    private void extendTo(long size) throws IOException {
        Instant since = patience.clock().instant();
        while (auditor.isWhole() && auditor.size() < size && !patience.isOver(since)) {
            pause();
            extend(Progress.NONE);
        }
    }

    private void extend(Progress progress) throws IOException {
        while (true) {
            try {
                auditor.extend(progress);
                return;
            } catch (NotYetException early) {
                pause(); // until it is there, or a finding
            }
        }
    }

    private List<NotCompared> compareShown() throws IOException {
        ShownAudit shown = auditor.shown();
        shown.compareAll(trust.logKey().toString());
        while (shown.isPending()) {
            pause();
            shown.again();
            extend(Progress.NONE);
        }
        return shown.notCompared();
    }

    private void show(long done, long all) {
        Meter shown = meter;
        if (shown == null) {
            shown = Meter.over("entries", all);
            meter = shown;
        }
        shown.stepTo(done);
    }

    private void closeMeter() {
        if (meter != null) {
            meter.close();
        }
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }
}
