package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Objects;

/// Goal: nothing of a run is lost in its file, and a file that is no run says why.
///
/// Method: a sample run there and back; files damaged in one place.
class RunJsonTest {
    @Test
    void readsBackWhatItWrote() {
        RunReport run = SampleRun.plain();
        assertThat(RunJson.read(RunJson.write(run))).isEqualTo(run);
    }

    @Test
    void readsAFileOfBeforeThatKnowsNothingOfReaders() {
        JsonObject file = new JsonObject(RunJson.write(SampleRun.plain()));
        file.remove("readers");
        assertThat(RunJson.read(file.encode()).readers()).isEqualTo(Readers.NONE);
    }

    @Test
    void readsAFileOfBeforeThatTellsNeitherStaleConnectionsNorTheSpread() {
        JsonObject file = new JsonObject(RunJson.write(SampleRun.plain()));
        file.getJsonObject("counts").remove("stale");
        file.getJsonObject("latencies").remove("spread");
        RunReport run = RunJson.read(file.encode());
        assertThat(run.counts().stale()).isZero();
        assertThat(run.latencies().spread().getTotalCount()).isZero();
        assertThat(run.latencies().shown())
                .isEqualTo(SampleRun.plain().latencies().shown());
    }

    @Test
    void readsAFileOfBeforeThatTellsNothingOfTheServersFrames() {
        JsonObject file = new JsonObject(RunJson.write(SampleRun.plain()));
        file.getJsonObject("server").remove("frames");
        file.getJsonObject("server").remove("frameCpuMicros");
        ServerFigures server =
                Objects.requireNonNull(RunJson.read(file.encode()).server());
        assertThat(server.frames()).isZero();
        assertThat(server.frameCpuMicros()).isEqualTo(Second.NONE);
        assertThat(server.cpuMicros()).isPositive();
    }

    @Test
    void readsAFileOfARunThatDidNotAskTheServer() {
        JsonObject file = new JsonObject(RunJson.write(SampleRun.plain()));
        file.remove("server");
        assertThat(RunJson.read(file.encode()).server()).isNull();
    }

    @Test
    void keepsTheOrderOfThePlanAndOfTheSeconds() {
        RunReport run = RunJson.read(RunJson.write(SampleRun.plain()));
        assertThat(run.plan().asked().keySet()).containsExactly("rate", "duration", "connections");
        assertThat(run.seconds()).isEqualTo(SampleRun.plain().seconds());
    }

    @Test
    void readsHistogramsOfEveryKindAndEmptyOnes() {
        Histogram growing = new ConcurrentHistogram(3);
        growing.recordValueWithCount(3_600_000_000L, 5_000_000_000L);
        Histogram empty = new Histogram(3);
        RunReport sample = SampleRun.plain();
        RunReport run = new RunReport(
                sample.environment(),
                sample.plan(),
                List.of(),
                new Latencies(growing, empty, empty, empty, empty),
                sample.counts(),
                sample.readers(),
                sample.health(),
                null,
                sample.audit(),
                List.of());
        Latencies read = RunJson.read(RunJson.write(run)).latencies();
        assertThat(read.ack()).isEqualTo(growing);
        assertThat(read.ack().getTotalCount()).isEqualTo(5_000_000_000L);
        assertThat(read.service().getTotalCount()).isZero();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            found                     | instead                     | complaint
            "shomar-load-run"         | "another"                   | no run of this load generator
            "version" : 1             | "version" : 2               | has version 2
            "seed" :                  | "sead" :                    | field `seed` is missing
            "cores" : 2               | "cores" : "two"             | damaged
            2026-11-21T05:20:53Z      | yesterday                   | damaged
            "hdrHistogramV2" : "      | "hdrHistogramV2" : "AAAA    | histogram is damaged
            "format"                  | format                      | damaged
            """)
    void saysWhatIsWrongWithAFile(String found, String instead, String complaint) {
        String text = RunJson.write(SampleRun.plain());
        assertThat(text).contains(found);
        assertThatThrownBy(() -> RunJson.read(text.replace(found, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void showsTheFiguresBesideTheHistogram() {
        RunReport run = SampleRun.plain();
        JsonObject ack =
                new JsonObject(RunJson.write(run)).getJsonObject("latencies").getJsonObject("ack");
        assertThat(ack.getLong("p99")).isEqualTo(run.latencies().ack().getValueAtPercentile(99));
        assertThat(ack.getLong("count")).isEqualTo(30_000);
    }
}
