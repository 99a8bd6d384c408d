package org.shomar.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Why two runs are no evidence of a change in the server.
final class Doubts {
    private Doubts() {}

    static List<Words> of(
            RunReport a,
            RunReport b,
            List<RunComparison.Difference> environment,
            List<RunComparison.Difference> plan) {
        List<Words> doubts = new ArrayList<>();
        String elsewhere = names(environment);
        if (elsewhere.equals(Differences.SYNC)) {
            environment.stream()
                    .filter(RunComparison.Difference::matters)
                    .forEach(disk -> doubts.add(busyDisk(disk.a(), disk.b())));
        } else if (!elsewhere.isEmpty()) {
            doubts.add(new Words(
                    "One run of each is no evidence: the environments differ in " + elsewhere
                            + ". Run both on one machine.",
                    "یک اجرا از هر کدام دلیل نیست: محیط‌ها در این‌ها فرق دارند: " + elsewhere
                            + ". هر دو را روی یک ماشین اجرا کنید."));
        }
        String otherwise = names(plan);
        if (!otherwise.isEmpty()) {
            doubts.add(new Words(
                    "The runs were asked for different things: " + otherwise
                            + ". Repeat one with the options of the other.",
                    "از دو اجرا چیزهای متفاوتی خواسته شده است: " + otherwise
                            + ". یکی را با گزینه‌های دیگری تکرار کنید."));
        }
        unfit("A", a, doubts);
        unfit("B", b, doubts);
        notKept("A", a, doubts);
        notKept("B", b, doubts);
        return List.copyOf(doubts);
    }

    /// The machine is the same, so its disk was busy with something else, or is another.
    private static Words busyDisk(String a, String b) {
        return new Words(
                "One run of each is no evidence: fdatasync took " + a + " before A and " + b
                        + " before B. Other work kept the disk busy, or --out lies on another"
                        + " disk. Repeat both when nothing else runs.",
                "یک اجرا از هر کدام دلیل نیست: fdatasync پیش از A " + Words.leftToRight(a)
                        + " و پیش از B " + Words.leftToRight(b)
                        + " زمان برد. دیسک با کار دیگری مشغول"
                        + " بوده یا --out روی دیسک دیگری است. هر دو را وقتی تکرار کنید که کار"
                        + " دیگری در جریان نیست.");
    }

    private static void notKept(String name, RunReport run, List<Words> doubts) {
        long frames = run.readers().notKept();
        if (frames > 0) {
            doubts.add(new Words(
                    Figure.count(frames) + " frames of " + name + " were not measured: its shown"
                            + " figures are those of its beginning. Use fewer readers.",
                    String.format(Words.PERSIAN, "%,d فریم ", frames) + name
                            + " اندازه‌گیری نشد: رقم‌های نمایش آن"
                            + " تنها از آغاز اجراست. خوانندگان کمتری بگیرید."));
        }
    }

    private static void unfit(String name, RunReport run, List<Words> doubts) {
        if (run.health().verdict() == Health.Verdict.UNFIT) {
            doubts.add(new Words(
                    "The generator of " + name + " was unfit: "
                            + run.health().reason().en(),
                    "مولد بار " + name + " از عهده برنیامد: "
                            + run.health().reason().fa()));
        }
        if (!run.audit().ok()) {
            doubts.add(new Words(
                    "The audit of " + name + " found differences; speed does not matter then.",
                    "حسابرسی " + name + " اختلاف یافت؛ در این حال سرعت اهمیتی ندارد."));
        }
    }

    private static String names(List<RunComparison.Difference> rows) {
        return rows.stream()
                .filter(RunComparison.Difference::matters)
                .map(RunComparison.Difference::name)
                .collect(Collectors.joining(", "));
    }
}
