package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a part takes of the cores, which for work of several threads or processes is not how
/// long it lasts: all threads of this JVM but the compilers', and PostgreSQL's processes. Of
/// this machine all of them, so no other may be at work; what ends meanwhile is not counted.
/// For benchmarks with one invocation an iteration, that take it as an argument. Linux only.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path OWN_THREADS = Path.of("/proc/self/task");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern POSTGRES = Pattern.compile("postgres");
    private static final Pattern NO_COMPILER = Pattern.compile("(?!C[12] Compiler).*");
    private static final double MICRO_NANOS = 1_000;

    /// An iteration's share of the average operation's CPU: JMH adds up what the iterations
    /// have, so its table has the average, beside the time.
    public double cpuMicros;

    private Map<Path, Long> before = Map.of();

    @Setup(Level.Invocation)
    public void readBefore() {
        before = nanos();
    }

    @TearDown(Level.Invocation)
    public void readAfter(BenchmarkParams params) {
        long used = nanos().entrySet().stream()
                .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
                .sum();
        int iterations = params.getMeasurement().getCount() * Math.max(1, params.getForks());
        cpuMicros = used / MICRO_NANOS / params.getOpsPerInvocation() / iterations;
    }

    /// By thread or process.
    private static Map<Path, Long> nanos() {
        Map<Path, Long> nanos = new HashMap<>();
        add(PROCESSES, POSTGRES, nanos);
        add(OWN_THREADS, NO_COMPILER, nanos);
        return nanos;
    }

    private static void add(Path folder, Pattern named, Map<Path, Long> nanos) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> numbered = all.filter(each ->
                            NUMBER.matcher(each.getFileName().toString()).matches())
                    .toList();
            for (Path each : numbered) {
                if (named.matcher(read(each, "comm")).matches()) {
                    nanos.put(each, nanos(each));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first figure of the scheduler's: nanoseconds on a core.
    private static long nanos(Path thread) {
        String figures = read(thread, "schedstat");
        return figures.isEmpty() ? 0 : Long.parseLong(figures, 0, figures.indexOf(' '), 10);
    }

    /// Empty when it ended meanwhile.
    private static String read(Path thread, String name) {
        try {
            return Files.readString(thread.resolve(name)).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
