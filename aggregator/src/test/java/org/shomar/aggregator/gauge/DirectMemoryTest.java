package org.shomar.aggregator.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Goal: operators see how much of the memory beside the heap is left.
///
/// Method: this JVM, which nobody gave the option; MeansAlertsTest reads a server that was.
class DirectMemoryTest {
    private static final int MIB = 1 << 20;

    @Test
    void isTheLargestHeapWhereNobodySaysOtherwise() {
        assertThat(bytes("max")).isEqualTo((double) Runtime.getRuntime().maxMemory());
    }

    @Test
    void standsBesideWhatIsUsed() {
        System.gc(); // what earlier tests left goes now, not in between
        double before = bytes("used");
        ByteBuffer held = ByteBuffer.allocateDirect(64 * MIB);
        assertThat(bytes("used") - before).isGreaterThan(32 * MIB); // others may let go
        assertThat(bytes("max")).isGreaterThan(bytes("used"));
        assertThat(held.capacity()).isEqualTo(64 * MIB); // so it is there until now
    }

    private static double bytes(String which) {
        try (Gauges gauges = new Gauges()) {
            Matcher line = Pattern.compile(
                            "(?m)^jvm_buffer_memory_" + which + "_bytes\\{id=\"direct\"} (\\S+)$")
                    .matcher(gauges.scrape());
            assertThat(line.find()).isTrue();
            return Double.parseDouble(line.group(1));
        }
    }
}
