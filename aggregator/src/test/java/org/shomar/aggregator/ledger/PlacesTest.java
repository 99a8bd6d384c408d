package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Goal: the place of a packet is never missed, and seldom is one named that is another's.
///
/// Method: digests of numbers over several parts; ids that share the bytes which are looked
/// at; a part that is filled to its last entry.
final class PlacesTest {
    private static final long LAST = 5L * Places.PART / 2;
    private static final int STRANGERS = 50_000;
    private static final int READERS = 3;

    private final Places places = new Places(new SplittableRandom(1));

    @Test
    void namesThePlaceOfEveryPacket() {
        fill();
        for (long seq = 2; seq <= LAST; seq++) {
            assertThat(places.of(id(seq)).seqs()).contains(seq);
        }
    }

    @Test
    void seldomNamesAPlaceThatIsAnothers() {
        fill();
        long named = LongStream.range(LAST + 1, LAST + 1 + STRANGERS)
                .map(number -> places.of(id(number)).seqs().size())
                .sum();
        assertThat(named).isLessThan(STRANGERS / 5_000);
    }

    @Test
    void namesAllOfThoseThatItCannotTellApart() {
        places.add(2, alike(1));
        places.add(3, alike(2));
        places.add(Places.PART + 1L, alike(3));
        assertThat(places.of(alike(2)).seqs()).containsExactly(2L, 3L, Places.PART + 1L);
    }

    /// The last slot of a table is followed by the first.
    @Test
    void goesOnAtTheBeginningOfATable() {
        Digest last = atTheEnd();
        for (long seq = 2; seq < 7; seq++) {
            places.add(seq, last);
        }
        assertThat(places.of(last).seqs()).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void saysUpToWhichEntryItKnows() {
        assertThat(places.of(id(2))).isEqualTo(new Candidates(List.of(), 0));
        places.add(2, id(2));
        places.add(3, id(3));
        assertThat(places.of(id(2))).isEqualTo(new Candidates(List.of(2L), 3));
        assertThat(places.of(id(4))).isEqualTo(new Candidates(List.of(), 3));
    }

    @Test
    void whoLooksWhileAnotherAddsMissesNothing() throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS + 1)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                SplittableRandom lots = new SplittableRandom(reader);
                readers.add(threads.submit(() -> look(lots)));
            }
            threads.submit(this::fill).get();
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isEqualTo(LAST);
            }
        }
    }

    /// Looks for entries up to the last that is known, that one among them, until all are.
    private long look(SplittableRandom lots) {
        long upTo = 0;
        while (upTo < LAST) {
            upTo = places.of(id(0)).upTo();
            if (upTo > 2) {
                long other = lots.nextLong(2, upTo);
                assertThat(places.of(id(upTo)).seqs()).contains(upTo);
                assertThat(places.of(id(other)).seqs()).contains(other);
            }
        }
        return upTo;
    }

    private void fill() {
        for (long seq = 2; seq <= LAST; seq++) {
            places.add(seq, id(seq));
        }
    }

    private static Digest id(long number) {
        return Digest.sha256(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /// Ids that differ after the bytes that are looked at.
    private static Digest alike(int number) {
        return Digest.of(ByteBuffer.allocate(Digest.BYTES).putInt(28, number).array());
    }

    /// An id whose search begins at the last slot: its scrambled upper bits are all ones.
    private static Digest atTheEnd() {
        long scramble = new SplittableRandom(1).nextLong() | 1;
        long inverse = scramble;
        for (int digits = 3; digits < Long.SIZE; digits *= 2) {
            inverse *= 2 - scramble * inverse; // Newton: twice as many bits are right each time
        }
        return Digest.of(
                ByteBuffer.allocate(Digest.BYTES).putLong(0, -1L * inverse).array());
    }
}
