package org.shomar.loadtest.report;

import java.util.List;

/// A comparison on a page of the terminal, the verdict first.
final class ComparedText {
    private final StringBuilder text = new StringBuilder();

    ComparedText(RunComparison comparison) {
        line("%s  B against A".formatted(comparison.outcome()));
        run("A", comparison.a());
        run("B", comparison.b());
        line("");
        line("%-20s %14s %14s %8s  %s".formatted("figure", "A", "B", "B/A", ""));
        for (ComparedFigure figure : comparison.figures()) {
            line("%-20s %14s %14s %8s  %s"
                    .formatted(
                            figure.name(),
                            figure.shown(figure.a()),
                            figure.shown(figure.b()),
                            Figure.ratio(figure.ratio()),
                            word(figure.change())));
        }
        differences("environment", comparison.environment());
        differences("plan", comparison.plan());
        line("");
        comparison.changes().forEach(change -> line("%s".formatted(change.en())));
        if (comparison.changes().isEmpty()) {
            line("No judged figure differs by more than its noise bound.");
        }
        comparison.doubts().forEach(doubt -> line("WARNING: %s".formatted(doubt.en())));
    }

    private void run(String which, RunComparison.Run run) {
        line("%s  %s  %s, generator %s"
                .formatted(
                        which,
                        run.name(),
                        run.report().verdict(),
                        TextSummary.word(run.report().health().verdict())));
    }

    private static String word(ComparedFigure.Change change) {
        return switch (change) {
            case SAME -> "same";
            case BETTER -> "better";
            case WORSE -> "WORSE";
            case NOT_JUDGED -> "";
        };
    }

    private void differences(String what, List<RunComparison.Difference> rows) {
        for (RunComparison.Difference row : rows) {
            if (row.matters()) {
                line("%s differs in %s: A %s, B %s".formatted(what, row.name(), row.a(), row.b()));
            }
        }
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
