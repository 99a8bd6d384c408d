package org.shomar.aggregator.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import org.jspecify.annotations.Nullable;

/// A progress bar where a person watches, and nothing elsewhere.
final class Meter implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Meter(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static Meter over(String what, long steps) {
        boolean watched = System.console() != null && System.console().isTerminal();
        return new Meter(
                watched
                        ? new ProgressBarBuilder()
                                .setTaskName(what)
                                .setInitialMax(steps)
                                .build()
                        : null);
    }

    void step(long steps) {
        if (bar != null) {
            bar.stepBy(steps);
        }
    }

    void stepTo(long steps) {
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
