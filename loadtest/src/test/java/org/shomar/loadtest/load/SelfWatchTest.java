package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.loadtest.report.Health;

import java.util.List;
import java.util.Optional;

/// Goal: figures that tell of the generator are not taken for the server's, whether it sent
/// late, had nothing to send or was too busy to read.
///
/// Method: a table of what the generator saw of itself, the verdict last.
class SelfWatchTest {
    private static final SelfWatch.Effort LITTLE = new SelfWatch.Effort(0, 0, 0.1, 0.2, 0.2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            late ms | not sent | gc   | send loop | read loop | closed | verdict
            0       | 0        | 0    | 0.5       | 0         | false  | SOUND
            3       | 0        | 0    | 0.5       | 0         | false  | STRAINED
            21      | 0        | 0    | 0.5       | 0         | false  | UNFIT
            0       | 1        | 0    | 0.5       | 0         | false  | UNFIT
            0       | 0        | 0.03 | 0.5       | 0         | false  | STRAINED
            0       | 0        | 0.11 | 0.5       | 0         | false  | UNFIT
            0       | 0        | 0    | 0.9       | 0         | false  | STRAINED
            0       | 0        | 0    | 0.96      | 0         | false  | UNFIT
            0       | 0        | 0    | 0.96      | 0         | true   | STRAINED
            0       | 0        | 0    | 0.5       | 0.9       | false  | STRAINED
            0       | 0        | 0    | 0.5       | 0.96      | false  | UNFIT
            0       | 0        | 0    | 0.5       | 0.96      | true   | UNFIT
            """)
    void isJudgedByWhatItSawOfItself(
            long lateMillis,
            long notSent,
            double gc,
            double sendLoop,
            double readLoop,
            boolean closed,
            Health.Verdict verdict) {
        SelfWatch.Sending sending =
                new SelfWatch.Sending(late(lateMillis), notSent, closed, Optional.empty());
        Health health =
                SelfWatch.judge(sending, new SelfWatch.Effort(0, gc, 0.1, sendLoop, readLoop));
        assertThat(health.verdict()).isEqualTo(verdict);
        boolean unfit = verdict == Health.Verdict.UNFIT;
        assertThat(health.reason().en().contains("a machine of its own")).isEqualTo(unfit);
        assertThat(health.reason().fa().contains("ماشینی جدا")).isEqualTo(unfit);
    }

    @Test
    void tellsTheLatestSendByOneFigureEverywhere() {
        Histogram behind = Book.histogram();
        behind.recordValue(49_700);
        Health health =
                SelfWatch.judge(new SelfWatch.Sending(behind, 0, false, Optional.empty()), LITTLE);
        assertThat(health.reason().en()).contains("at most 50 ms");
        assertThat(health.reason().fa())
                .contains("بیشینه ۵۰ میلی‌ثانیه")
                .doesNotContainPattern("[0-9]");
        assertThat(health.behindMillisMax()).isEqualTo(50);
        Book book = new Book(0);
        book.due(0, 49_700_000);
        assertThat(Book.second(List.of(book), 0, 0).behindMillis()).isEqualTo(50);
    }

    @Test
    void aRunThatAskedNothingInItsTimeIsWorthNothing() {
        Health health = SelfWatch.judge(
                new SelfWatch.Sending(Book.histogram(), 0, false, Optional.empty()), LITTLE);
        assertThat(health.verdict()).isEqualTo(Health.Verdict.UNFIT);
        assertThat(health.reason().en()).startsWith("nothing was asked in the measured time");
    }

    @ParameterizedTest
    @CsvSource({"8, UNFIT", "69, STRAINED"})
    void aShortageOfPacketsIsSaidFirstAndCounts(long seconds, Health.Verdict verdict) {
        Shortage shortage =
                new Shortage(seconds * 1_000_000_000L, new Order.Load.Closed(200_000, 10, 60));
        Health health = SelfWatch.judge(
                new SelfWatch.Sending(late(0), 0, true, Optional.of(shortage)), LITTLE);
        assertThat(health.verdict()).isEqualTo(verdict);
        assertThat(health.reason().en()).startsWith("packets ran out after " + seconds + ".0 of");
        assertThat(health.reason().fa()).contains("--packets");
    }

    @Test
    void looksAtTheThreadsThatReadAndAtThoseThatSend() {
        long own = Thread.currentThread().threadId();
        SelfWatch reading = new SelfWatch(List.of(), List.of(own));
        SelfWatch sending = new SelfWatch(List.of(own), List.of());
        long spun = 0;
        long end = System.nanoTime() + 100_000_000L;
        while (System.nanoTime() < end) {
            spun++;
        }
        assertThat(spun).isPositive();
        SelfWatch.Sending calm = new SelfWatch.Sending(late(0), 0, false, Optional.empty());
        assertThat(reading.judge(calm).reason().en())
                .contains("that sends 0% of a core")
                .doesNotContain("for readers 0%");
        assertThat(sending.judge(calm).reason().en())
                .contains("for readers 0%")
                .doesNotContain("that sends 0%");
    }

    private static Histogram late(long millis) {
        Histogram behind = Book.histogram();
        behind.recordValueWithCount(millis * 1_000, 1_000);
        return behind;
    }
}
