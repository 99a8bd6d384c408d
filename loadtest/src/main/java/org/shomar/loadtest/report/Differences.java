package org.shomar.loadtest.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Sets two environments, or two plans, side by side.
final class Differences {
    /// Two medians of one disk differ by less than this, seldom by more.
    private static final double SYNC_NOISE_RATIO = 1.5;

    /// Two runs meet the same ledger when its sizes differ by no more than either of these.
    private static final double LEDGER_NOISE_RATIO = 1.1;

    private static final long LEDGER_NOISE_ENTRIES = 1_000;

    /// Flags that only name a place, which is another in each clone.
    private static final Pattern PLACE = Pattern.compile("(-XX:(?:AOTCache|AOTCacheOutput"
            + "|SharedArchiveFile|HeapDumpPath|ErrorFile|LogFile)|-Djava\\.io\\.tmpdir)=.*");

    static final String SYNC = "fdatasync";

    private static final String NOT_GIVEN = "-";

    private Differences() {}

    static List<RunComparison.Difference> ofEnvironments(RunReport a, RunReport b) {
        List<RunComparison.Difference> rows = new ArrayList<>();
        ofGenerators(a.environment(), b.environment(), rows);
        ServerFigures first = a.server();
        ServerFigures second = b.server();
        if (first != null && second != null) {
            ofServers(first, second, rows);
        }
        return List.copyOf(rows);
    }

    private static void ofServers(
            ServerFigures a, ServerFigures b, List<RunComparison.Difference> rows) {
        rows.add(mayDiffer("serverVersion", a.version(), b.version()));
        rows.add(row("serverJava", a.java(), b.java()));
        rows.add(flags(
                "serverFlags",
                List.of(a.jvmFlags().split(" ")),
                List.of(b.jvmFlags().split(" "))));
    }

    private static void ofGenerators(
            Environment a, Environment b, List<RunComparison.Difference> rows) {
        rows.add(mayDiffer("date", second(a.startedAt()), second(b.startedAt())));
        rows.add(mayDiffer("commit", a.commit(), b.commit()));
        rows.add(row("cpu", a.cpu(), b.cpu()));
        rows.add(row("cores", String.valueOf(a.cores()), String.valueOf(b.cores())));
        rows.add(row("memory", gibibytes(a), gibibytes(b)));
        rows.add(row("kernel", a.kernel(), b.kernel()));
        rows.add(row("jvm", a.jvm(), b.jvm()));
        rows.add(flags("jvmFlags", a.jvmFlags(), b.jvmFlags()));
        double ratio = b.fdatasyncMicros() / a.fdatasyncMicros();
        rows.add(new RunComparison.Difference(
                SYNC,
                Figure.micros(a.fdatasyncMicros()),
                Figure.micros(b.fdatasyncMicros()),
                !(ratio < SYNC_NOISE_RATIO && ratio > 1 / SYNC_NOISE_RATIO)));
    }

    private static RunComparison.Difference flags(String name, List<String> a, List<String> b) {
        return new RunComparison.Difference(
                name,
                String.join(" ", a),
                String.join(" ", b),
                !withoutPlaces(a).equals(withoutPlaces(b)));
    }

    static List<RunComparison.Difference> ofPlans(Plan a, Plan b) {
        List<RunComparison.Difference> rows = new ArrayList<>();
        rows.add(mayDiffer("commandLine", a.commandLine(), b.commandLine()));
        rows.add(mayDiffer("seed", String.valueOf(a.seed()), String.valueOf(b.seed())));
        Set<String> names = new LinkedHashSet<>(a.asked().keySet());
        names.addAll(b.asked().keySet());
        for (String name : names) {
            String first = a.asked().getOrDefault(name, NOT_GIVEN);
            String second = b.asked().getOrDefault(name, NOT_GIVEN);
            rows.add(
                    switch (name) {
                        case Plan.THRESHOLDS -> mayDiffer(name, first, second);
                        case Plan.LEDGER_BEFORE ->
                            new RunComparison.Difference(
                                    name, first, second, !sameLedger(first, second));
                        default -> row(name, first, second);
                    });
        }
        return List.copyOf(rows);
    }

    private static List<String> withoutPlaces(List<String> flags) {
        return flags.stream()
                .map(flag -> PLACE.matcher(flag).replaceFirst("$1"))
                .toList();
    }

    private static boolean sameLedger(String first, String second) {
        if (first.equals(NOT_GIVEN) || second.equals(NOT_GIVEN)) {
            return false; // made by a version that did not look
        }
        long a = Long.parseLong(first);
        long b = Long.parseLong(second);
        return Math.abs(a - b) <= LEDGER_NOISE_ENTRIES
                || Math.max(a, b) <= LEDGER_NOISE_RATIO * Math.min(a, b);
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String gibibytes(Environment environment) {
        return String.format(
                Locale.ROOT, "%.1f GiB", environment.memoryBytes() / (double) (1L << 30));
    }

    private static RunComparison.Difference row(String name, String a, String b) {
        return new RunComparison.Difference(name, a, b, !a.equals(b));
    }

    private static RunComparison.Difference mayDiffer(String name, String a, String b) {
        return new RunComparison.Difference(name, a, b, false);
    }
}
