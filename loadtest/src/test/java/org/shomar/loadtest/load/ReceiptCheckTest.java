package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;

/// Goal: a receipt is taken for a proof only when path, place, checkpoint and signature hold.
///
/// Method: receipts of a small log, of every size and place; then one spoiled in each part,
/// with the verdict last.
class ReceiptCheckTest {
    private static final String NAME = "shomar/kerman-1405";

    @Test
    void everyPlaceOfEverySizeIsProved() {
        TestLog log = new TestLog(NAME, 1);
        ReceiptCheck check = new ReceiptCheck(LogKey.parse(log.vkey()));
        for (int size = 1; size <= 70; size++) {
            log.add(message(size));
            for (int seq = 1; seq <= size; seq++) {
                assertThat(check.fault(log.receipt(seq), message(seq), seq)).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            spoiled           | verdict
            nothing           | ''
            a line of witness | ''
            an extra line     | ''
            missing           | there is no receipt
            header            | there is no receipt
            index             | the receipt is not of index 5
            other message     | the inclusion path does not lead
            path              | the inclusion path does not lead
            path swapped      | the inclusion path does not lead
            path shorter      | the inclusion path does not lead
            path longer       | the inclusion path does not lead
            path empty        | the inclusion path does not lead
            path no hash      | the inclusion path is malformed
            signature         | the checkpoint is not signed
            no signature      | the checkpoint is not signed
            size              | the checkpoint is not signed
            root              | the checkpoint is not signed
            another's key     | the checkpoint is not signed
            another history   | two checkpoints of 11 entries
            """)
    void oneSpoiledPartIsEnough(String spoiled, String verdict) {
        TestLog log = log(1, 11);
        ReceiptCheck check = new ReceiptCheck(LogKey.parse(log.vkey()));
        assertThat(check.fault(log.receipt(2), message(2), 2)).isEmpty();
        byte[] message = spoiled.equals("other message") ? message(7) : message(6);
        String fault = check.fault(spoil(log, spoiled), message, 6).orElse("");
        if (verdict.isEmpty()) {
            assertThat(fault).isEmpty();
        } else {
            assertThat(fault).contains(verdict);
        }
    }

    private static String spoil(TestLog log, String what) {
        String good = log.receipt(6);
        List<String> path =
                good.substring(0, good.indexOf("\n\n")).lines().skip(2).toList();
        return switch (what) {
            case "nothing", "other message" -> good;
            case "a line of witness" -> good + "\u2014 witness.example AAAAAAAA\n";
            case "an extra line" -> good.replace("index 5", "extra AAAA\nindex 5");
            case "missing" -> "";
            case "header" -> good.replace("@v1", "@v2");
            case "index" -> good.replace("index 5", "index 4");
            case "path" -> good.replace(path.get(1), path.getFirst());
            case "path swapped" ->
                good.replace(
                        path.getFirst() + '\n' + path.get(1), path.get(1) + '\n' + path.getFirst());
            case "path shorter" -> good.replace('\n' + path.getLast(), "");
            case "path longer" -> good.replace(path.getLast(), path.getLast() + '\n' + path.get(1));
            case "path empty" ->
                good.replace(path.stream().collect(Collectors.joining("\n", "\n", "")), "");
            case "path no hash" -> good.replace(path.getFirst(), "AAAA");
            case "signature" -> log.spoiledReceipt(6);
            case "no signature" -> good.substring(0, good.indexOf("\u2014"));
            case "size" -> good.replace("\n11\n", "\n12\n");
            case "root" -> good.replace("\n11\n", "\n11\nA");
            case "another's key" -> log(2, 11).receipt(6);
            case "another history" -> {
                TestLog other = log(1, 10);
                other.add(message(99));
                yield other.receipt(6);
            }
            default -> throw new IllegalArgumentException(what);
        };
    }

    @Test
    void aCheckpointCoversWhatItProves() {
        TestLog log = log(1, 4);
        ReceiptCheck check = new ReceiptCheck(LogKey.parse(log.vkey()));
        String beyond = log.receipt(4).replace("index 3", "index 4");
        assertThat(check.fault(beyond, message(5), 5).orElse("")).contains("does not cover it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a+b+c", NAME + "+00000000+AQ=="})
    void whatIsNoKeyIsRefused(String vkey) {
        assertThatThrownBy(() -> LogKey.parse(vkey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logKey");
    }

    @Test
    void aKeyWithAnotherIdIsRefused() {
        String vkey = new TestLog(NAME, 1).vkey();
        assertThatThrownBy(() -> LogKey.parse(vkey.replace("kerman", "fars")))
                .hasMessageContaining("logKey");
    }

    private static TestLog log(int key, int size) {
        TestLog log = new TestLog(NAME, key);
        for (int seq = 1; seq <= size; seq++) {
            log.add(message(seq));
        }
        return log;
    }

    private static byte[] message(int seq) {
        return ("message " + seq).getBytes(UTF_8);
    }
}
