package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shomar.loadtest.report.Second;
import org.shomar.loadtest.report.ServerFigures;
import org.shomar.loadtest.report.ServerFigures.Stage;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Goal: a run reports what the server's own metrics grew by in the measured time, and asks
/// nobody else for them.
///
/// Method: answers of `/metrics` written by hand, read from a small HTTP server; LoadtestIT
/// asks a real one.
class OpsWatchTest {
    private static final String BEFORE = """
            # HELP shomar_build always 1
            # TYPE shomar_build gauge
            shomar_build{flags="-Xmx960m -Da=\\"b\\\\c\\"",java="25.0.1",version="0.1.0"} 1.0
            process_cpu_time_ns_total 5.0E9
            process_resident_memory_bytes 1000.0
            jvm_gc_pause_seconds_sum{action="minor",cause="G1"} 0.5
            jvm_gc_pause_seconds_sum{action="major",cause="G1"} 1.0
            shomar_packets_stored_total 100.0
            shomar_feed_frames_total 7000.0
            shomar_intended_stored_seconds_bucket{le="0.01"} 90
            shomar_intended_stored_seconds_bucket{le="0.02"} 100
            shomar_intended_stored_seconds_bucket{le="+Inf"} 100
            """;
    private static final String AFTER = """
            shomar_build{flags="-Xmx960m -Da=\\"b\\\\c\\"",java="25.0.1",version="0.1.0"} 1.0
            process_cpu_time_ns_total 5.02E9
            process_resident_memory_bytes 3000.0
            jvm_gc_pause_seconds_sum{action="minor",cause="G1"} 0.54
            jvm_gc_pause_seconds_sum{action="major",cause="G1"} 1.01
            shomar_packets_stored_total 300.0
            shomar_feed_frames_total 11000.0
            shomar_intended_stored_seconds_bucket{le="0.01"} 190
            shomar_intended_stored_seconds_bucket{le="0.02"} 299
            shomar_intended_stored_seconds_bucket{le="+Inf"} 300
            """;
    private static final String OTHER = "process_cpu_time_ns_total 5.0E9\nhello world\n";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> said = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void reportsWhatGrewMeanwhile() throws IOException {
        ServerFigures server = figures(BEFORE, BEFORE, AFTER, AFTER);
        assertThat(server.version()).isEqualTo("0.1.0");
        assertThat(server.java()).isEqualTo("25.0.1");
        assertThat(server.jvmFlags()).isEqualTo("-Xmx960m -Da=\"b\\c\"");
        assertThat(server.stored()).isEqualTo(200);
        assertThat(server.cpuMicros()).isCloseTo(100, within(1e-6)); // 20 ms over 200 packets
        assertThat(server.frames()).isEqualTo(4_000);
        assertThat(server.frameCpuMicros()).isCloseTo(5, within(1e-6)); // 20 ms over 4,000
        assertThat(server.residentBytes()).isEqualTo(3_000);
        assertThat(server.gcPauseMillis()).isCloseTo(50, within(1e-6));
    }

    /// 100 up to 10 ms, 99 up to 20 ms, one beyond.
    @Test
    void percentilesLieBetweenTheBoundsOfTheirBucket() throws IOException {
        Stage stored = figures(BEFORE, BEFORE, AFTER, AFTER).stages().getFirst();
        assertThat(stored.metric()).isEqualTo("shomar_intended_stored_seconds");
        assertThat(stored.count()).isEqualTo(200);
        assertThat(stored.p50Micros()).isCloseTo(10_000, within(1e-6));
        assertThat(stored.p99Micros()).isCloseTo(10_000 + 10_000 * 98 / 99.0, within(1e-6));
        assertThat(stored.p999Micros()).as("beyond the last bound").isEqualTo(20_000);
    }

    @Test
    void whatDidNotHappenHasNoFigure() throws IOException {
        ServerFigures server = figures(BEFORE, BEFORE, BEFORE, BEFORE);
        assertThat(server.stored()).isZero();
        assertThat(server.cpuMicros()).isEqualTo(Second.NONE);
        assertThat(server.frames()).isZero();
        assertThat(server.frameCpuMicros()).isEqualTo(Second.NONE);
        assertThat(server.stages()).hasSize(4).allSatisfy(stage -> {
            assertThat(stage.count()).isZero();
            assertThat(stage.p50Micros()).isEqualTo(Second.NONE);
            assertThat(stage.p999Micros()).isEqualTo(Second.NONE);
        });
    }

    @Test
    void nobodyIsAskedUnlessTheRunSaysWho() throws IOException {
        OpsWatch nobody = new OpsWatch(vertx, null, said::add);
        nobody.check();
        nobody.begin();
        nobody.answered();
        assertThat(nobody.figures()).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void whatIsNoServerOfShomarIsToldBeforeTheRun() {
        assertThatThrownBy(() -> figures(OTHER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--ops must be the operations address");
        assertThatThrownBy(() -> figures())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/metrics answers 404");
    }

    /// What comes to be counted and shown only after the last answer is the run's, too.
    @Test
    void theWayIsReadWhenAllIsShownAndTheRestWhenAllIsAnswered() throws IOException {
        String later = AFTER.replace("5.02E9", "9.0E9").replace("0.02\"} 299", "0.02\"} 300");
        ServerFigures server = figures(BEFORE, BEFORE, AFTER, later);
        assertThat(server.cpuMicros()).isCloseTo(100, within(1e-6));
        assertThat(server.stages().getFirst().p999Micros()).isBetween(19_000.0, 19_999.0);
    }

    @Test
    void aServerThatDoesNotAnswerTakesNothingElseFromTheRun() throws IOException {
        OpsWatch watch = watch(BEFORE, BEFORE);
        watch.check();
        watch.begin();
        watch.answered();
        assertThat(watch.figures()).isEmpty();
        assertThat(said).singleElement().asString().contains("/metrics answers 404");
    }

    private ServerFigures figures(String... answers) throws IOException {
        OpsWatch watch = watch(answers);
        watch.check();
        watch.begin();
        watch.answered();
        return watch.figures().orElseThrow();
    }

    private OpsWatch watch(String... answers) {
        ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>(List.of(answers));
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    String text = texts.poll();
                    request.response()
                            .setStatusCode(text == null ? 404 : 200)
                            .end(text == null ? "" : text);
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        URI address = URI.create("http://127.0.0.1:" + port);
        return new OpsWatch(vertx, Endpoint.ops(address), said::add);
    }
}
