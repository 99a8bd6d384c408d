package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Goal: a person sees each second of a run, in place on a terminal and as lines elsewhere.
///
/// Method: what is printed for two seconds and an audit.
class LiveViewTest {
    private static final Second FIRST =
            new Second(64, 5_000, 5_000, 4_998, 2, 1, 1_200, 8_700, 12_000, 31_000, 3);
    private static final Second EMPTY = new Second(
            65, 0, 0, 0, 0, 0, Second.NONE, Second.NONE, Second.NONE, Second.NONE, 1_500);
    private static final Audit AUDIT = new Audit(List.of(
            new Audit.Line(new Words("every total", "همه"), "12", "12", true),
            new Audit.Line(new Words("each receipt", "هر رسید"), "9", "8", false)));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void printsALineASecondWhereNobodyWatches() {
        LiveView view = view(false, 600);
        view.second(FIRST);
        view.second(EMPTY);
        view.audit(AUDIT);
        assertThat(printed().lines())
                .containsExactly(
                        "1:05 of 10:00  asked 5,000/s, served 4,998/s, refused 2, errors 1; "
                                + "ack p50 1.20 ms, p99 8.70 ms, max 12.0 ms; late 3 ms",
                        "1:06 of 10:00  asked 0/s, served 0/s, refused 0, errors 0; ack p50 -,"
                                + " p99 -, max -; late 1,500 ms",
                        "audit ok      every total: expected 12, seen 12",
                        "audit DIFFERS each receipt: expected 9, seen 8");
        assertThat(printed()).doesNotContain("\033");
    }

    @Test
    void redrawsInPlaceOnATerminal() {
        LiveView view = view(true, 0);
        view.second(FIRST);
        view.second(EMPTY);
        view.audit(AUDIT);
        String[] drawings = printed().split("\033\\[1A\r\033\\[J", -1);
        assertThat(drawings).hasSize(3);
        assertThat(drawings[0]).startsWith("1:05  asked 5,000/s").endsWith("late 3 ms");
        assertThat(drawings[0].lines()).hasSize(2).allMatch(line -> line.length() < 80);
        assertThat(drawings[2]).startsWith("audit ok ");
    }

    @Test
    void beforeTheFirstMeasuredSecondItShowsWhatGoesOn() {
        LiveView view = view(false, 60);
        view.made(40_000, 200_000);
        view.warmUp(
                3,
                10,
                new Counts(3_000, 2_900, 10, new TreeMap<>(Map.of("503 overloaded", 7L)), 1, 0, 8));
        assertThat(printed().lines())
                .containsExactly(
                        "made and signed 40,000 of 200,000 packets",
                        "warm-up 0:03 of 0:10, not measured: sent 3,000, served 2,910, refused 7,"
                                + " errors 1");
    }

    @Test
    void oneLineIsRedrawnWithoutGoingUp() {
        LiveView view = view(true, 60);
        view.made(1, 3);
        view.made(2, 3);
        view.second(FIRST);
        assertThat(printed())
                .startsWith("made and signed 1 of 3 packets\r\033[Jmade and signed 2 of 3 packets"
                        + "\r\033[J1:00, last answers +0:05  asked");
    }

    @Test
    void aWordInBetweenTakesThePlaceOfTheFigures() {
        LiveView view = view(true, 0);
        view.second(FIRST);
        view.say("waiting for what is stored to be shown");
        view.second(EMPTY);
        assertThat(printed())
                .contains("\033[Jwaiting for what is stored to be shown\n1:06")
                .doesNotContain("\n\033");
    }

    private LiveView view(boolean terminal, long secondsPlanned) {
        return new LiveView(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, secondsPlanned);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
