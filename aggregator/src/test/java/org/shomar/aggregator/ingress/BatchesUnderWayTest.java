package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Goal: never more bytes than the bound but for a batch that is alone, and all are given
/// back, once.
/// Method: a table, what a request may say in a wrong order, and threads.
class BatchesUnderWayTest {
    private static final int BYTES_MAX = 1_000;

    private final BatchesUnderWay batches = new BatchesUnderWay(BYTES_MAX);

    private BatchesUnderWay.Share admitted(long length) {
        return batches.admit(length).orElseThrow();
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            under way | length | admitted | because
            0         | 1000   | true     | it fits
            0         | 5000   | true     | it is alone
            0         | -1     | true     | nothing was read of any
            1         | 999    | true     | it just fits
            1         | 1000   | false    | it is one byte too large
            1         | 5000   | false    | it is not alone
            999       | -1     | true     | of unknown length, it has a byte at least
            1000      | -1     | false    | of unknown length, it has no room for a byte
            5000      | -1     | false    | a large one is under way
            5000      | 1      | false    | a large one is under way, and it is small
            """)
    void admitsABatch(long underWay, long length, boolean expected, String because) {
        if (underWay > 0) {
            admitted(underWay);
        }
        Optional<BatchesUnderWay.Share> share = batches.admit(length);
        assertThat(share.isPresent()).as(because).isEqualTo(expected);
        assertThat(batches.bytes()).isEqualTo(underWay + (expected && length > 0 ? length : 0));
    }

    @Test
    void countsWhatWasDeclaredOnceAndWhole() {
        BatchesUnderWay.Share share = admitted(600);
        share.read(200, 160);
        share.read(400, 440);
        share.answered(300);
        assertThat(batches.bytes()).isEqualTo(600);
    }

    @Test
    void countsWhatIsReadOfAnUnknownLength() {
        BatchesUnderWay.Share share = admitted(BatchesUnderWay.LENGTH_UNKNOWN);
        share.read(200, 200);
        share.read(900, 900);
        assertThat(batches.bytes()).isEqualTo(1_100);
    }

    @Test
    void countsShortMessagesAsWhatTheyCost() {
        BatchesUnderWay.Share share = admitted(600);
        share.read(100, 16_000);
        assertThat(batches.bytes()).isEqualTo(16_500);
    }

    @Test
    void countsAWindowOfALargeBatch() {
        int window = BatchesUnderWay.UNREAD_BYTES_MAX;
        BatchesUnderWay.Share share = admitted(32L * window);
        assertThat(batches.bytes()).isEqualTo(window);
        share.read(2 * window, 2 * window);
        assertThat(batches.bytes()).isEqualTo(3L * window);
        share.answered(window - 1);
        assertThat(batches.bytes()).isEqualTo(3L * window);
        share.answered(1);
        assertThat(batches.bytes()).isEqualTo(2L * window);
        share.read(30 * window, 0);
        assertThat(batches.bytes()).isEqualTo(window);
        share.release();
        assertThat(batches.bytes()).isZero();
    }

    @Test
    void countsOfALateBatchWhatCameAndIsNotAnswered() {
        BatchesUnderWay.Share share = admitted(600);
        share.read(200, 200);
        share.late();
        assertThat(batches.bytes()).isEqualTo(200);
        share.read(100, 100);
        assertThat(batches.bytes()).isEqualTo(300);
        share.answered(250);
        assertThat(batches.bytes()).isEqualTo(50);
        share.release();
        assertThat(batches.bytes()).isZero();
    }

    @Test
    void givesBackOnceWhateverIsSaidLater() {
        admitted(100);
        BatchesUnderWay.Share share = admitted(600);
        share.read(700, 700);
        share.release();
        share.release();
        share.read(50, 50);
        share.late();
        share.answered(20);
        share.release();
        assertThat(batches.bytes()).isEqualTo(100);
    }

    @Test
    void staysWithinTheBoundOverAllThreads() throws InterruptedException, ExecutionException {
        int length = 300;
        Callable<Long> loop = () -> {
            long most = 0;
            List<BatchesUnderWay.Share> held = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                batches.admit(length).ifPresent(held::add);
                most = Math.max(most, batches.bytes());
                if (!held.isEmpty() && i % 3 > 0) {
                    held.removeLast().release();
                }
            }
            held.forEach(BatchesUnderWay.Share::release);
            return most;
        };
        try (ExecutorService loops = Executors.newFixedThreadPool(4)) {
            for (Future<Long> most :
                    loops.invokeAll(Stream.generate(() -> loop).limit(4).toList())) {
                assertThat(most.get()).isBetween((long) length, (long) BYTES_MAX);
            }
        }
        assertThat(batches.bytes()).isZero();
    }
}
