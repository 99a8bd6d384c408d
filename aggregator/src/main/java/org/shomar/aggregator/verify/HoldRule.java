package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The rules of arithmetic that a stored packet may break, in the order in which they are
/// reported (wire section 1). A new rule is a new row.
record HoldRule(Finding finding, Predicate<Figures> applies) {
    static final List<HoldRule> ALL = List.of(
            hold(
                    "H-201",
                    f -> f.ballots().cast() > f.ballots().issued(),
                    "تعداد برگه‌های رأی داخل صندوق از تعداد برگه‌های تحویل‌شده به"
                            + " رأی‌دهندگان بیشتر است.",
                    "There are more ballots in the box (cast) than were handed out (issued)."),
            hold(
                    "H-202",
                    f -> f.fixed() && f.ballots().issued() > f.eligible(),
                    "تعداد برگه‌های تحویل‌شده از تعداد واجدان شرایط رأی دادن در این"
                            + " شعبه بیشتر است.",
                    "More ballots were handed out (issued) than this branch has eligible voters."),
            hold(
                    "H-203",
                    f -> f.valid() < 0,
                    "مجموع آرای سفید و باطله از تعداد برگه‌های داخل صندوق بیشتر است.",
                    "Blank and invalid ballots together are more than the ballots in"
                            + " the box (cast)."),
            hold(
                    "H-204",
                    f -> f.oneChoice() && f.sum() != f.valid(),
                    "هر برگه فقط یک رأی دارد، اما مجموع آرای نامزدها با تعداد برگه‌های"
                            + " صحیح برابر نیست.",
                    "Each ballot carries one choice, but the candidates' votes do not"
                            + " add up to the valid ballots (cast less blank and invalid)."),
            hold(
                    "H-205",
                    f -> !f.oneChoice() && f.sum() > f.choicesMax(),
                    "مجموع آرای نامزدها از بیشترین تعدادی که برگه‌های صحیح، بدون"
                            + " برگه‌های داده‌شده به فهرست‌ها، می‌توانند داشته باشند بیشتر است.",
                    "The candidates' votes are more than the valid ballots not given to"
                            + " a list can carry."),
            hold(
                    "H-206",
                    f -> f.maxChoices() > 1 && !f.lists() && f.sum() < f.valid(),
                    "مجموع آرای نامزدها از تعداد برگه‌های صحیح کمتر است؛ هر برگهٔ صحیح"
                            + " دست‌کم یک رأی دارد.",
                    "The candidates' votes are fewer than the valid ballots, each of"
                            + " which carries at least one."),
            hold(
                    "H-207",
                    f -> f.mostOfOne() > f.valid(),
                    "آرای دست‌کم یک نامزد، همراه با آرای فهرست او، از تعداد برگه‌های"
                            + " صحیح بیشتر است.",
                    "A candidate's votes, together with those of the candidate's list,"
                            + " are more than the valid ballots."),
            hold(
                    "H-208",
                    f -> f.listSum() > f.valid(),
                    "مجموع برگه‌های داده‌شده به فهرست‌ها از تعداد برگه‌های صحیح بیشتر است.",
                    "The ballots given to lists are more than the valid ballots."));

    /// All that apply, in rule order.
    static List<Finding> findings(Figures figures) {
        List<Finding> findings = new ArrayList<>(0);
        for (HoldRule rule : ALL) {
            if (rule.applies.test(figures)) {
                findings.add(rule.finding);
            }
        }
        return findings;
    }

    private static HoldRule hold(String code, Predicate<Figures> applies, String fa, String en) {
        return new HoldRule(new Finding(code, Effect.HOLD, new Text(fa, en)), applies);
    }
}
