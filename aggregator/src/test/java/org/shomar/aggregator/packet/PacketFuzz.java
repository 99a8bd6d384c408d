package org.shomar.aggregator.packet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A target for coverage-guided fuzzing with Jazzer. Its property is [Canonical#check].
///
/// ```text
/// mvn -q test-compile dependency:build-classpath -pl aggregator -Dmdep.outputFile=target/fuzz.cp
/// cd aggregator && mkdir -p target/corpus
/// java -cp target/test-classes:target/classes:$(cat target/fuzz.cp) \
///     org.shomar.aggregator.packet.PacketFuzz target/corpus
/// java -cp target/test-classes:target/classes:$(cat target/fuzz.cp) \
///     com.code_intelligence.jazzer.Jazzer \
///     --target_class=org.shomar.aggregator.packet.PacketFuzz \
///     '--instrumentation_includes=org.shomar.**' \
///     target/corpus -max_total_time=60 -max_len=2000
/// ```
///
/// [PacketFuzzTest] drives the same target with seeded changes on every build.
public final class PacketFuzz {
    private static final int SEEDS = 50;

    private PacketFuzz() {}

    /// Called by Jazzer.
    public static void fuzzerTestOneInput(byte[] message) {
        Canonical.check(message);
    }

    /// Fills a directory with good messages to start from.
    public static void main(String[] directory) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Files.write(Path.of(directory[0], "seed-" + seed), new RandomPackets(seed).message());
        }
    }
}
