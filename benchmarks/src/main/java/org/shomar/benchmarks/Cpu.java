package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a part takes of the cores, which for work of several threads or processes is not how
/// long it lasts: all threads of this JVM but the compilers', and PostgreSQL's processes. Of
/// this machine all of them, so no other may be at work. Linux only.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path OWN_THREADS = Path.of("/proc/self/task");
    private static final double MICRO_NANOS = 1_000;

    /// An iteration's share of the average operation's CPU: JMH adds up what the iterations
    /// have, so its table has the average, beside the time.
    public double cpuMicros;

    private double iterations;

    @Setup
    public void count(BenchmarkParams params) {
        iterations = params.getMeasurement().getCount() * Math.max(1.0, params.getForks());
    }

    /// Does the work of one iteration.
    ///
    /// @param work does so many operations
    long of(int operations, LongSupplier work) {
        long before = nanos();
        long result = work.getAsLong();
        cpuMicros = (nanos() - before) / MICRO_NANOS / operations / iterations;
        return result;
    }

    private static long nanos() {
        return sum(OWN_THREADS, name -> !name.matches("C[12] Compiler.*"))
                + sum(PROCESSES, name -> name.equals("postgres"));
    }

    /// @param folder of threads or processes
    private static long sum(Path folder, Predicate<String> named) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> numbered = all.filter(
                            each -> each.getFileName().toString().matches("[0-9]+"))
                    .toList();
            return numbered.stream()
                    .mapToLong(each -> named.test(read(each, "comm")) ? nanos(each) : 0)
                    .sum();
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
