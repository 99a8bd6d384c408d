package org.shomar.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/// Two runs side by side: what changed by more than chance would, and what forbids saying so.
///
/// A ratio is B over A. One run of each is thin evidence even on one machine: see [#doubts].
public final class RunComparison {
    private final Run a;
    private final Run b;
    private final List<ComparedFigure> figures;
    private final List<Difference> environment;
    private final List<Difference> plan;
    private final List<Words> doubts;

    /// A run with the name under which it is shown, such as its folder.
    public record Run(String name, RunReport report) {}

    /// What B is against A, over all figures that are judged.
    public enum Outcome {
        /// No figure differs by more than its noise bound.
        SAME,
        BETTER,
        WORSE,
        /// Some figures are better and some are worse.
        MIXED,
        /// The runs cannot be compared, whatever the figures say.
        NO_EVIDENCE
    }

    /// One field of the environment or the plan.
    ///
    /// @param matters whether what differs forbids a comparison; the commit, the time and the
    ///                seed may differ
    record Difference(String name, String a, String b, boolean matters) {
        boolean differs() {
            return !a.equals(b);
        }
    }

    private RunComparison(Run a, Run b) {
        this.a = a;
        this.b = b;
        figures = ComparedFigure.all(a.report(), b.report());
        environment = Differences.ofEnvironments(a.report(), b.report());
        plan = Differences.ofPlans(a.report().plan(), b.report().plan());
        doubts = Doubts.of(a.report(), b.report(), environment, plan);
    }

    /// @param a the run that is the measure
    /// @param b the run that is measured
    public static RunComparison of(Run a, Run b) {
        return new RunComparison(a, b);
    }

    public Outcome outcome() {
        if (!doubts.isEmpty()) {
            return Outcome.NO_EVIDENCE;
        }
        boolean better = any(ComparedFigure.Change.BETTER);
        boolean worse = any(ComparedFigure.Change.WORSE);
        if (better && worse) {
            return Outcome.MIXED;
        }
        return better ? Outcome.BETTER : worse ? Outcome.WORSE : Outcome.SAME;
    }

    private boolean any(ComparedFigure.Change change) {
        return figures.stream().anyMatch(figure -> figure.change() == change);
    }

    /// Why the figures are no evidence of a change in the server; empty when nothing speaks
    /// against them.
    public List<Words> doubts() {
        return doubts;
    }

    /// One sentence for each figure that changed by more than its noise bound.
    public List<Words> changes() {
        List<Words> said = new ArrayList<>();
        for (ComparedFigure figure : figures) {
            switch (figure.change()) {
                case BETTER, WORSE -> said.add(figure.sentence());
                case SAME, NOT_JUDGED -> {}
            }
        }
        return said;
    }

    /// For the terminal.
    public String text() {
        return new ComparedText(this).toString();
    }

    Run a() {
        return a;
    }

    Run b() {
        return b;
    }

    List<ComparedFigure> figures() {
        return figures;
    }

    List<Difference> environment() {
        return environment;
    }

    List<Difference> plan() {
        return plan;
    }
}
