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
import org.shomar.loadtest.report.Reports;
import org.shomar.loadtest.report.RunReport;
import org.shomar.loadtest.report.ThresholdResult;

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
                        + " its own warm-up and audit. Exit 1 when an audit fails or no rate is met.")
final class LoadtestFindMaxCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_NO = 1;

    /// Of what is asked; less means that the server does not keep up.
    private static final double SERVED_FRACTION_MIN = 0.98;

    @Mixin
    private LoadOptions options;

    @Option(
            names = "--slo",
            required = true,
            paramLabel = "DEMAND",
            description = "such as 'ack p99<25ms'; may be given again")
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
        List<Slo> demands = Slo.parseAll(slos);
        Knee knee = new Knee(from, max, precision / 100);
        Roll roll = Roll.load(options.folder);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (LoadRun runs = new LoadRun(roll, options.lanes)) {
            Knee.Result result = knee.search(rate -> {
                Knee.Probe probe = probe(runs, demands, rate);
                out.println(line(probe));
                return probe;
            });
            if (!result.sound()) {
                out.println("the search ends here: the audit found differences");
                return EXIT_NO;
            }
            out.printf(
                    Locale.ROOT,
                    "%s: %,.0f packets/s (%d probes, to %.0f%%)%n",
                    String.join(", ", slos),
                    result.best(),
                    result.probes().size(),
                    precision);
            return result.best() > 0 ? EXIT_OK : EXIT_NO;
        }
    }

    private Knee.Probe probe(LoadRun runs, List<Slo> demands, double rate) throws IOException {
        Schedule schedule =
                new Schedule(Curve.constant(rate, Curve.seconds(time)), options.warmUpSeconds());
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        asked.put("rate", String.format(Locale.ROOT, "%.0f", rate));
        asked.put("for", time);
        asked.put("thresholds", String.join(", ", slos));
        Path folder = options.out.resolve(String.format(Locale.ROOT, "rate-%.0f", rate));
        Order order = options.order(
                new Order.Load.Open(schedule), false, demands, asked, options.seed, folder);
        RunReport report = runs.run(order, LiveView.standard((long) Curve.seconds(time)));
        Reports.write(report, folder);
        return judge(report, rate);
    }

    private static Knee.Probe judge(RunReport report, double rate) {
        boolean fit = report.health().verdict() != Health.Verdict.UNFIT;
        boolean served = report.servedPerSecond() >= SERVED_FRACTION_MIN * expected(report);
        boolean met = report.thresholds().stream().allMatch(ThresholdResult::met);
        String why = report.thresholds().stream()
                        .map(threshold -> threshold.expression() + ": " + threshold.seen())
                        .collect(Collectors.joining(", "))
                + (served ? "" : "; it does not keep up")
                + (fit
                        ? ""
                        : "; the generator was unfit: "
                                + report.health().reason().en());
        return new Knee.Probe(
                rate, report.audit().ok(), fit && served && met, report.servedPerSecond(), why);
    }

    /// Packets a second that can be acknowledged: those that must be refused cannot.
    private static double expected(RunReport report) {
        long right = report.counts().stored() + report.counts().repeated();
        long settled = right
                + report.counts().refused().entrySet().stream()
                        .filter(refusal -> refusal.getKey().startsWith("4"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return settled == 0 ? 0 : report.askedPerSecond() * right / settled;
    }

    private static String line(Knee.Probe probe) {
        return String.format(
                Locale.ROOT,
                "%,10.0f/s  %s  served %,.0f/s; %s",
                probe.rate(),
                probe.met() ? "met   " : "missed",
                probe.served(),
                probe.why());
    }
}
