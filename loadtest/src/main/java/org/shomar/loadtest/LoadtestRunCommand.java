package org.shomar.loadtest;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.load.Curve;
import org.shomar.loadtest.load.LoadRun;
import org.shomar.loadtest.load.Order;
import org.shomar.loadtest.load.Roll;
import org.shomar.loadtest.load.Schedule;
import org.shomar.loadtest.load.Slo;
import org.shomar.loadtest.report.LiveView;
import org.shomar.loadtest.report.Plan;
import org.shomar.loadtest.report.Reports;
import org.shomar.loadtest.report.RunReport;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// `./shomar loadtest run`.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Sends packets when they are due, whatever is answered, and audits. Exit 1 when the"
                        + " audit finds a difference, a threshold is missed or readers are"
                        + " dropped, 2 when the generator could not do what was asked.")
final class LoadtestRunCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_NO = 1;
    private static final int EXIT_ENVIRONMENT = 2;
    private static final double RATE_DEFAULT = 1_000;
    private static final int PACKETS_DEFAULT = 200_000;

    @Mixin
    private LoadOptions options;

    @ArgGroup
    private @Nullable Shape shape;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "measured time, such as 60s or 2m; default 60s; a curve has its own")
    private @Nullable String time;

    @Option(
            names = "--packets",
            paramLabel = "N",
            description = "with --closed: packets made ready, at most so many are sent;"
                    + " default " + PACKETS_DEFAULT)
    private @Nullable Integer packets;

    @Option(
            names = "--threshold",
            paramLabel = "DEMAND",
            description = "such as 'ack p99<25ms' or, in packets served a second, 'rate>20000';"
                    + " stages: ack, service, shown, intended-shown, spread; may be given again")
    private List<String> thresholds = List.of();

    /// When packets are sent; one of these.
    static final class Shape {
        @Option(names = "--rate", paramLabel = "N", description = "packets a second; default 1000")
        private @Nullable Double rate;

        @Option(
                names = "--ramp",
                paramLabel = "FROM:TO",
                description = "packets a second, evenly more or fewer")
        private @Nullable String ramp;

        @Option(
                names = "--spike",
                paramLabel = "BASE:PEAK[@START+LENGTH]",
                description = "a peak, such as 500:5000@20s+5s; default the middle fifth")
        private @Nullable String spike;

        @Option(
                names = "--curve",
                paramLabel = "FILE",
                description = "lines of seconds and packets a second, such as 60 1200")
        private @Nullable Path curve;

        @Option(
                names = "--closed",
                description = "as fast as answers come: finds how much there can be, but its"
                        + " latencies leave out the waiting")
        private boolean closed;
    }

    @Override
    public Integer call() throws IOException {
        List<Slo> slos = Slo.parseAll(thresholds);
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        Order.Load load = load(asked);
        thresholds.forEach(
                threshold -> asked.merge(Plan.THRESHOLDS, threshold, (a, b) -> a + ", " + b));
        Order order = options.order(
                load, load instanceof Order.Load.Closed, slos, asked, options.seed, options.out);
        Roll roll = Roll.load(options.folder);
        try (LoadRun runs = new LoadRun(roll, options.lanes)) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(load.lengthNanos() - load.warmUpNanos());
            RunReport report = runs.run(order, LiveView.standard(seconds));
            Reports.write(report, options.out);
            System.out.print(Reports.summary(report));
            return exit(report.verdict());
        }
    }

    static int exit(RunReport.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> EXIT_OK;
            case FAILED -> EXIT_NO;
            case UNFIT -> EXIT_ENVIRONMENT;
        };
    }

    private Order.Load load(SequencedMap<String, String> asked) throws IOException {
        Shape given = shape == null ? new Shape() : shape;
        double warmUp = options.warmUpSeconds();
        Integer most = packets;
        if (most != null && !given.closed) {
            throw new IllegalArgumentException(
                    "--packets goes with --closed; without it the rate and --for say how many");
        }
        Path curve = given.curve;
        if (curve != null) {
            if (time != null) {
                throw new IllegalArgumentException(
                        "--for does not go with --curve, which has a length of its own");
            }
            List<Schedule.Stretch> stretches = Curve.file(curve);
            asked.put("curve", Curve.content(stretches));
            return new Order.Load.Open(new Schedule(stretches, warmUp));
        }
        String length = time == null ? "60s" : time;
        double seconds = Curve.measured(length, "--for");
        asked.put("for", length);
        if (given.closed) {
            asked.put("closed", "true");
            int ready = most == null ? PACKETS_DEFAULT : most;
            asked.put("packets", Integer.toString(ready));
            return new Order.Load.Closed(ready, warmUp, seconds);
        }
        return new Order.Load.Open(new Schedule(stretches(given, seconds, asked), warmUp));
    }

    private static List<Schedule.Stretch> stretches(
            Shape given, double seconds, SequencedMap<String, String> asked) {
        String ramp = given.ramp;
        String spike = given.spike;
        if (ramp != null) {
            asked.put("ramp", ramp);
            return Curve.ramp(ramp, seconds);
        }
        if (spike != null) {
            asked.put("spike", spike);
            return Curve.spike(spike, seconds);
        }
        double rate = given.rate == null ? RATE_DEFAULT : given.rate;
        asked.put("rate", Double.toString(rate));
        return Curve.constant(rate, seconds);
    }
}
