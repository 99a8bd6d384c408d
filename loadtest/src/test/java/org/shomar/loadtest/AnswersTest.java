package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Goal: answers are read as the contract words them, and added up without loss.
///
/// Method: lines written by hand, one for each kind of answer.
class AnswersTest {
    private static final Parcel PARCEL = new Parcel(3, 7, 12, new byte[0]);

    @ParameterizedTest(name = "{0} {1}: {2}, settles {3}, after an open packet {4}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            status | code              | retry          | settles | behind an open packet
            422    | R-102             | never          | true    | true
            409    | revision-gap      | after-previous | true    | false
            409    | revision-conflict | never          | true    | true
            503    | overloaded        | later          | false   | false
            503    | outcome-unknown   | later          | false   | false
            """)
    void knowsWhichRefusalsAreFinal(
            int status, String code, String retry, boolean settles, boolean settlesBehind) {
        Answer answer = read("{\"status\":%d,\"problem\":{\"code\":\"%s\",\"retry\":\"%s\"}}"
                .formatted(status, code, retry));
        assertThat(answer.outcome()).isEqualTo(status + " " + code);
        assertThat(answer.stored()).isFalse();
        assertThat(answer.settles(false)).isEqualTo(settles);
        assertThat(answer.settles(true)).isEqualTo(settlesBehind);
    }

    @Test
    void whatIsStoredIsFinal() {
        Answer answer = read("{\"status\":200,\"state\":\"held\",\"seq\":5}");
        assertThat(answer.stored()).isTrue();
        assertThat(answer.settles(true)).isTrue();
        assertThat(answer.outcome()).isEqualTo("200 held");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"status\":\"201\"}", "{\"status\":500}"})
    void whatIsNoAnswerSettlesNothing(String line) {
        assertThat(Answer.read(line)).isEmpty();
    }

    @Test
    void remembersOutcomesSequencesAndLatencies() {
        Answers answers = new Answers();
        String line = "{\"status\":201,\"state\":\"counted\",\"seq\":9}";
        answers.take(PARCEL, read(line), TimeUnit.MILLISECONDS.toNanos(10));
        answers.take(
                new Parcel(4, 7, 13, new byte[0]),
                read("{\"status\":201,\"state\":\"counted\",\"seq\":8}"),
                TimeUnit.MILLISECONDS.toNanos(30));
        answers.take(
                new Parcel(5, 8, 13, new byte[0]),
                read("{\"status\":422,\"problem\":{\"code\":\"R-104\",\"retry\":\"never\"}}"),
                -1);
        assertThat(answers.outcomes()).isEqualTo(Map.of("201 counted", 2L, "422 R-104", 1L));
        assertThat(answers.lastSeq()).isEqualTo(Map.of(7, 9L));
        assertThat(answers.line(3)).isEqualTo(line);
        assertThat(answers.line(99)).isEmpty();
        assertThat(answers.millisMax()).isBetween(29.9, 30.1);
        assertThat(answers.millisAt(50)).isBetween(9.9, 10.1);
    }

    @Test
    void packetsAreMeantToBeSentEvenly() {
        Pace pace = new Pace(1_000, 4);
        assertThat(pace.intendedNanos(0)).isEqualTo(1_000);
        assertThat(pace.intendedNanos(2)).isEqualTo(500_001_000);
        assertThat(pace.intendedNanos(4_000_000)).isEqualTo(1_000_000L * 1_000_000_000 + 1_000);
    }

    private static Answer read(String line) {
        return Answer.read(line).orElseThrow();
    }
}
