package org.shomar.loadtest;

import org.shomar.loadtest.load.Curve;
import org.shomar.loadtest.load.Knee;
import org.shomar.loadtest.load.LoadRun;
import org.shomar.loadtest.load.Order;
import org.shomar.loadtest.load.Roll;
import org.shomar.loadtest.load.Schedule;
import org.shomar.loadtest.load.Slo;
import org.shomar.loadtest.report.Health;
import org.shomar.loadtest.report.LiveView;
import org.shomar.loadtest.report.Plan;
import org.shomar.loadtest.report.Readers;
import org.shomar.loadtest.report.Reports;
import org.shomar.loadtest.report.RunReport;
import org.shomar.loadtest.report.Words;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `./shomar loadtest find-max`.
@Command(
        name = "find-max",
        mixinStandardHelpOptions = true,
        description =
                "Searches the highest rate at which all demands are met; each rate is a run with"
                        + " its own warm-up and audit. Exit 1 when an audit fails or no rate is met,"
                        + " 2 when the generator is the limit.")
final class LoadtestFindMaxCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_NO = 1;
    private static final int EXIT_ENVIRONMENT = 2;

    /// Of what is asked; less means that the server does not keep up.
    private static final double SERVED_FRACTION_MIN = 0.98;

    @Mixin
    private LoadOptions options;

    @Option(
            names = "--slo",
            required = true,
            paramLabel = "DEMAND",
            description = "on latencies, such as 'ack p99<25ms'; may be given again")
    private List<String> slos = List.of();

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "the first rate, packets a second; default ${DEFAULT-VALUE}")
    private double from = 500;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "no higher rate is tried; default ${DEFAULT-VALUE}")
    private double max = 100_000;

    @Option(
            names = "--precision",
            paramLabel = "PERCENT",
            description = "ends when the rate is known so well; default ${DEFAULT-VALUE}")
    private double precision = 5;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "measured time of each rate, default ${DEFAULT-VALUE}")
    private String time = "10s";

    @Override
    public Integer call() throws IOException {
        List<Slo> demands = demands(slos);
        Knee knee = new Knee(from, max, precision / 100);
        Roll roll = Roll.load(options.folder);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (LoadRun runs = new LoadRun(roll, options.lanes)) {
            Knee.Result result = knee.search((rate, again) -> {
                Knee.Probe probe = probe(runs, demands, rate, again);
                out.println(line(probe));
                return probe;
            });
            SearchFile.write(result, slos, precision, options.out);
            return tell(result, String.join(", ", slos), precision, out);
        }
    }

    /// A rate is what is searched; as a demand it would fail the first probe, which asks less.
    static List<Slo> demands(List<String> slos) {
        List<Slo> demands = Slo.parseAll(slos);
        for (Slo demand : demands) {
            if (demand instanceof Slo.Rate) {
                throw new IllegalArgumentException("find-max searches the rate itself, so --slo"
                        + " takes demands on latencies only, such as 'ack p99<25ms'; to demand a"
                        + " rate use `loadtest run --threshold`; not " + demand.text());
            }
        }
        return demands;
    }

    /// Says what the search found.
    ///
    /// @param precision in percent
    /// @return the exit code
    static int tell(Knee.Result result, String slos, double precision, PrintStream out) {
        return switch (result.last().verdict()) {
            case UNSOUND -> {
                out.println("the search ends here: the audit found differences");
                yield EXIT_NO;
            }
            case UNFIT -> {
                Words words = limited(result);
                out.println(words.en());
                out.println(words.fa());
                yield EXIT_ENVIRONMENT;
            }
            case MET, MISSED -> {
                if (result.maxMet()) {
                    Words words = metAtMax(result, slos);
                    out.println(words.en());
                    out.println(words.fa());
                } else {
                    out.printf(
                            Locale.ROOT,
                            "%s: %,.0f packets/s (%d probes, to %.0f%%)%n",
                            slos,
                            result.best(),
                            result.probes().size(),
                            precision);
                }
                yield result.best() > 0 ? EXIT_OK : EXIT_NO;
            }
        };
    }

    private static String persian(double rate) {
        return String.format(Words.PERSIAN, "%,.0f", rate);
    }

    private static Words metAtMax(Knee.Result result, String slos) {
        String best = String.format(Locale.ROOT, "%,.0f", result.best());
        return new Words(
                slos + ": at least " + best + " packets/s (--max); the knee was not reached."
                        + " Raise --max to find it.",
                slos + ": دست‌کم " + persian(result.best())
                        + " بسته در ثانیه (--max)؛ مرز توان سرور پیدا نشد."
                        + " برای یافتن آن --max را بیشتر کنید.");
    }

    private static Words limited(Knee.Result result) {
        String rate = String.format(Locale.ROOT, "%,.0f", result.last().rate());
        String best = String.format(Locale.ROOT, "%,.0f", result.best());
        boolean known = result.best() > 0;
        return new Words(
                "the search ends here: at " + rate + " packets/s the generator, not the server,"
                        + " was the limit, twice; "
                        + (known
                                ? "the knee is at least " + best + " packets/s, the highest rate"
                                        + " that was met"
                                : "no rate was met before, so nothing is known of the server")
                        + ". Give the generator a machine of its own, or more --lanes.",
                "جست‌وجو اینجا پایان می‌یابد: در " + persian(result.last().rate())
                        + " بسته در ثانیه دو بار مولد بار از عهده"
                        + " برنیامد، نه سرور؛ "
                        + (known
                                ? "توان سرور دست‌کم " + persian(result.best())
                                        + " بسته در ثانیه است، بالاترین نرخی که"
                                        + " همهٔ خواسته‌ها در آن برآورده شد"
                                : "پیش از آن هیچ نرخی برآورده نشد، پس از سرور چیزی دانسته نیست")
                        + ". مولد بار را روی ماشینی جدا اجرا کنید، یا --lanes را بیشتر کنید.");
    }

    private Knee.Probe probe(LoadRun runs, List<Slo> demands, double rate, boolean again)
            throws IOException {
        double seconds = Curve.measured(time, "--for");
        Schedule schedule = new Schedule(Curve.constant(rate, seconds), options.warmUpSeconds());
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        asked.put("rate", Double.toString(rate)); // as `run` writes it
        asked.put("for", time);
        asked.put(Plan.THRESHOLDS, String.join(", ", slos));
        Path folder = options.out.resolve(
                String.format(Locale.ROOT, "rate-%.0f%s", rate, again ? "-again" : ""));
        Order order = options.order(
                new Order.Load.Open(schedule), false, demands, asked, options.seed, folder);
        RunReport report = runs.run(order, LiveView.standard((long) seconds));
        Reports.write(report, folder);
        return judge(report, rate);
    }

    static Knee.Probe judge(RunReport report, double rate) {
        boolean served = report.servedPerSecond() >= SERVED_FRACTION_MIN * expected(report);
        Knee.Verdict verdict =
                switch (report.verdict()) {
                    case PASSED -> served ? Knee.Verdict.MET : Knee.Verdict.MISSED;
                    case FAILED -> report.audit().ok() ? Knee.Verdict.MISSED : Knee.Verdict.UNSOUND;
                    case UNFIT -> Knee.Verdict.UNFIT;
                };
        String why = report.thresholds().stream()
                        .map(threshold -> threshold.expression() + ": " + threshold.seen())
                        .collect(Collectors.joining(", "))
                + (served ? "" : "; it does not keep up")
                + (report.readers().stayed()
                        ? ""
                        : "; readers dropped, "
                                + Readers.byCode(report.readers().dropped()))
                + (report.health().verdict() == Health.Verdict.STRAINED
                        ? "; the generator was strained, so the server may be better"
                        : "")
                + (verdict == Knee.Verdict.UNFIT
                        ? "; the generator was unfit: "
                                + report.health().reason().en()
                        : "");
        return new Knee.Probe(rate, verdict, report.servedPerSecond(), why);
    }

    /// Packets a second that can be acknowledged: those that must be refused cannot.
    private static double expected(RunReport report) {
        long right = report.counts().stored() + report.counts().repeated();
        long settled = right
                + report.counts().refused().entrySet().stream()
                        .filter(refusal -> isForGood(refusal.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return settled == 0 ? 0 : report.askedPerSecond() * right / settled;
    }

    /// Whether a packet was refused for what it is, and not for the moment.
    private static boolean isForGood(String statusAndCode) {
        return statusAndCode.startsWith("4")
                && !statusAndCode.startsWith("408")
                && !statusAndCode.startsWith("429");
    }

    private static String line(Knee.Probe probe) {
        return String.format(
                Locale.ROOT,
                "%,10.0f/s  %-7s served %,.0f/s; %s",
                probe.rate(),
                switch (probe.verdict()) {
                    case MET -> "met";
                    case MISSED -> "missed";
                    case UNFIT -> "UNFIT";
                    case UNSOUND -> "DIFFERS";
                },
                probe.served(),
                probe.why());
    }
}
