package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shomar.loadtest.report.LiveView;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Goal: who waits for packets to be signed sees how far it is, once a second and no more.
///
/// Method: a clock that is set by hand, and many threads that make packets.
class SigningTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final AtomicLong millis = new AtomicLong();
    private final Signing signing = new Signing(
            new LiveView(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 0),
            50_000,
            () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));

    @Test
    void showsOnceASecondWhatAllThreadsMade() {
        IntStream.range(0, 1_000).parallel().forEach(thread -> signing.accept(20));
        assertThat(shown.size()).isZero();
        millis.set(1_000);
        IntStream.range(0, 1_000).parallel().forEach(thread -> signing.accept(20));
        millis.set(1_999);
        signing.accept(20);
        millis.set(2_000);
        signing.accept(1);
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "made and signed 20,020 of 50,000 packets",
                        "made and signed 40,021 of 50,000 packets");
    }
}
