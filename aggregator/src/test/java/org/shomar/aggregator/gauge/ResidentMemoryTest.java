package org.shomar.aggregator.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Goal: operators see how much memory the process takes, or nothing, but never a wrong
/// figure.
///
/// Method: the kernel's own file, and files written as it writes them.
class ResidentMemoryTest {
    private static final String METER = "process.resident.memory";
    private static final String STATUS =
            "Name:\tjava\nVmHWM:\t  990000 kB\nVmRSS:\t  965120 kB\nRssAnon:\t  1 kB\n";

    @Test
    void isScrapedUnderTheNameThatDashboardsOfTheFieldKnow() {
        try (Gauges gauges = new Gauges()) {
            Matcher line = Pattern.compile("(?m)^process_resident_memory_bytes (\\S+)$")
                    .matcher(gauges.scrape());
            assertThat(line.find()).isTrue();
            assertThat(Double.parseDouble(line.group(1)))
                    .isGreaterThan(Runtime.getRuntime().totalMemory() / 100.0);
        }
    }

    @Test
    void isReadAgainEachTime(@TempDir Path folder) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), STATUS);
        MeterRegistry registry = bound(status);
        assertThat(registry.get(METER).gauge().value()).isEqualTo(965_120 * 1_024.0);

        Files.writeString(status, STATUS.replace("965120", "965124"));
        assertThat(registry.get(METER).gauge().value()).isEqualTo(965_124 * 1_024.0);

        Files.delete(status);
        assertThat(registry.get(METER).gauge().value()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Name:\tjava\nVmHWM:\t  990000 kB\n", "VmRSS:\t  many kB\n"})
    void isAbsentWhereTheKernelDoesNotTellIt(String status, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("status"), status);
        assertThat(bound(file).find(METER).gauge()).isNull();
    }

    @Test
    void isAbsentWithoutProc(@TempDir Path folder) {
        assertThat(bound(folder.resolve("none")).find(METER).gauge()).isNull();
    }

    private static MeterRegistry bound(Path status) {
        MeterRegistry registry = new SimpleMeterRegistry();
        new ResidentMemory(status).bindTo(registry);
        return registry;
    }
}
