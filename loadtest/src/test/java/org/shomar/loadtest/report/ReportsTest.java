package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Goal: a run leaves all its files, and they hold the run's figures.
///
/// Method: a sample run written into an empty folder.
class ReportsTest {
    @Test
    void writesEveryOutputAndReadsTheRunFromFolderOrFile(@TempDir Path folder) throws IOException {
        RunReport run = SampleRun.plain();
        Path deep = folder.resolve("runs/1");
        Reports.write(run, deep);
        try (Stream<Path> files = Files.list(deep)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "run.json",
                            "summary.txt",
                            "junit.xml",
                            "report.html",
                            "ack.hgrm",
                            "service.hgrm",
                            "shown.hgrm",
                            "intended-shown.hgrm",
                            "spread.hgrm");
        }
        assertThat(Reports.read(deep)).isEqualTo(run);
        assertThat(Reports.read(deep.resolve("run.json"))).isEqualTo(run);
    }

    @Test
    void percentileFilesAreHdrHistogramsOwnInMilliseconds(@TempDir Path folder) throws IOException {
        RunReport run = SampleRun.plain();
        Reports.write(run, folder);
        for (String name : List.of("ack", "service", "shown", "intended-shown", "spread")) {
            Histogram micros = Objects.requireNonNull(run.latencies().byName().get(name));
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            micros.outputPercentileDistribution(
                    new PrintStream(own, true, StandardCharsets.UTF_8), 5, 1_000.0);
            assertThat(Files.readString(folder.resolve(name + ".hgrm")))
                    .isEqualTo(own.toString(StandardCharsets.UTF_8))
                    .contains("#[Max     =", "Total count    =        30000]");
        }
    }

    @Test
    void saysWhatToNameWhenThereIsNoRun(@TempDir Path folder) {
        assertThatThrownBy(() -> Reports.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run.json does not exist; name a folder that");
    }

    @Test
    void saysThatAFileIsNoFolderForOutputs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        for (Path out : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> Environment.measure(Instant.EPOCH, out))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(out + " ")
                    .hasMessageContaining("; give --out ");
        }
    }

    @Test
    void namesTheFileThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{}");
        assertThatThrownBy(() -> Reports.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.json cannot be read: the field `format` is missing");
    }

    @Test
    void theSummaryTellsAllThatAVerdictRestsOn() {
        RunReport run = SampleRun.with(
                SampleRun.plain(), List.of(new ThresholdResult("ack.p99<50ms", "1.40 s", false)));
        assertThat(Reports.summary(run))
                .startsWith("FAILED  load run of 2026-11-21T05:20:53Z, 1:00\n")
                .contains("asked 500.0/s, served 500.0/s")
                .containsPattern("latency +count +p50 +p90 +p99 +p99\\.9 +max\n")
                .containsPattern("\nack +30,000 +1\\.\\d\\d ms .*1\\.40 s")
                .containsPattern("\nservice +30,000 .* ms\n")
                .contains("sent 30,020, stored (201) 29,950, repeated (200) 50")
                .contains("refused 20, errors 2, resends 14")
                .contains("lost with a stale connection and sent again at once: 1")
                .contains("refused 503 overloaded: 12")
                .contains("readers     10, and 2 slow ones, were shown 12,345 frames")
                .contains("dropped none; of the slow ones 4000: 2")
                .doesNotContain("not measured")
                .contains("audit       ok      every total: expected 12 contests, seen 12")
                .contains("generator   sound   Every send was on time.")
                .contains("late by 3 ms at most, GC 41 ms, CPU 37.0 %")
                .contains("threshold   MISSED  ack.p99<50ms, seen 1.40 s")
                .contains("server      0.1.0, Java 25.0.1+8-LTS, 30 µs of CPU for each of 29,950"
                        + " stored, 900 MiB resident, GC pauses 120 ms")
                .contains("the same CPU is 0.03 µs for each of 29,950,000 frames to readers")
                .containsPattern("shomar_intended_counted_seconds +29,950 +p50 900 µs"
                        + " +p99 9\\.10 ms +p99\\.9 24\\.0 ms");
    }

    @Test
    void theSummaryTellsOfReadersWhoWereDroppedAndOfFramesNotMeasured() {
        Readers readers = SampleRun.readers(new TreeMap<>(Map.of("1013", 1_234L)), 5);
        assertThat(Reports.summary(SampleRun.with(SampleRun.plain(), readers)))
                .startsWith("FAILED")
                .contains("DROPPED 1013: 1,234; of the slow ones 4000: 2")
                .contains("5 frames not measured, the log was full");
        assertThat(Reports.summary(SampleRun.with(SampleRun.plain(), Readers.NONE)))
                .doesNotContain("\nreaders ");
    }
}
