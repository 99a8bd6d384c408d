package org.shomar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.verify.Ed25519;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long does a national definition take to load, 60,000 branches with 3 contests each,
/// with its keys decoded and screened on all cores, or with keys that nobody looks at?
/// Prints the bytes of the file. Leaves out the disk.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DefinitionBenchmark {
    private static final int BRANCHES = 60_000;
    private static final int PROVINCES = 31;
    private static final int CONTESTS = 3;
    private static final int CANDIDATES = 60;

    @Param({"decoded", "ignored"})
    private String keys = "";

    private KeyDecoder decoder = Unsigned.KEYS;
    private byte[] file = {};

    @Setup
    public void writeFile() {
        decoder = keys.equals("decoded") ? Ed25519.fastest() : Unsigned.KEYS;
        file = """
                {"shomar":1,"election":"benchmark","phase":"rehearsal","name":{"en":"Benchmark"},
                "pollsClose":"2026-05-01T18:00:00+03:30","release":"open",
                "areas":[{"code":"IR","kind":"country","name":{"en":"Iran"}},%s],
                "contests":[%s],
                "branches":[%s]}
                """.formatted(
                        list(PROVINCES, DefinitionBenchmark::area),
                        list(CONTESTS, DefinitionBenchmark::contest),
                        list(BRANCHES, DefinitionBenchmark::branch))
                .getBytes(UTF_8);
        System.out.println("bytes of the file: " + file.length);
        if (load().branches().size() != BRANCHES) {
            throw new IllegalStateException("not all branches were loaded");
        }
    }

    @Benchmark
    public Definition load() {
        return switch (DefinitionLoader.load(file, decoder)) {
            case Loaded.Sound sound -> sound.definition();
            case Loaded.Faulty faulty ->
                throw new IllegalStateException(faulty.faults().getFirst().toString());
        };
    }

    private static String list(int count, IntFunction<String> member) {
        return IntStream.rangeClosed(1, count)
                .parallel()
                .mapToObj(member)
                .collect(Collectors.joining(",\n"));
    }

    private static String area(int number) {
        return """
                {"code":"P-%d","kind":"province","parent":"IR","name":{"en":"Province %d"}}""".formatted(number, number);
    }

    private static String contest(int number) {
        return """
                {"contest":%d,"kind":"other","area":"IR","name":{"en":"Contest %d"},
                "method":"plurality","seats":1,"maxChoices":1,"candidates":[%s]}""".formatted(
                        number,
                        number,
                        list(CANDIDATES, code -> "{\"code\":%d,\"name\":{\"en\":\"Candidate\"}}"
                                .formatted(code)));
    }

    private static String branch(int number) {
        byte[] seed = ByteBuffer.allocate(Ed25519.SEED_BYTES).putInt(number).array();
        return """
                {"branch":%d,"area":"P-%d","kind":"fixed","eligible":1400,"contests":[1,2,3],
                "keys":[{"role":"presiding","key":"%s"}]}""".formatted(
                        number,
                        1 + number % PROVINCES,
                        Base64.getEncoder().encodeToString(Ed25519.fastest().publicKey(seed)));
    }
}
