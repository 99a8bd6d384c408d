package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Goal: the way of a packet counts from when its request says that it was meant to be sent,
/// and what is said wrongly counts as not said.
///
/// Method: texts against a fixed clock; then requests over loopback to an intake that keeps
/// how long before it came each message was meant.
class RequestStartTest {
    private static final long NOW_MICROS = 1_763_827_200_123_456L;
    private static final byte[] MESSAGES = {0x01, 0x02};
    private static final int SAID_SECONDS = 100;

    private final ConcurrentLinkedQueue<Long> agesNanos = new ConcurrentLinkedQueue<>();

    @ParameterizedTest(name = "{0}: {1} us")
    @CsvSource({
        "t=1763827200.123456, 0",
        "t=1763827200.123, 456",
        "t=1763827200, 123456",
        "t=1763827199.123456, 1000000",
        "t=1763823600.123456, 3600000000"
    })
    void isWhatTheRequestSays(String said, long micros) {
        assertThat(RequestStart.ageNanos(said, NOW_MICROS))
                .isEqualTo(OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(micros)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "t=",
                "1763827200.123456",
                "t=soon",
                "t=NaN",
                "t=Infinity",
                "t=-Infinity",
                "t=-1",
                "t=1763827200.123457",
                "t=1763823600.123455",
                "t=1763827200123456",
                "t=1763827200.1234560000000000000000000000000"
            })
    void isNotSaid(String said) {
        assertThat(RequestStart.ageNanos(said, NOW_MICROS)).isEmpty();
    }

    @Test
    void aPacketAndABatchCountFromThere() throws IOException {
        assertThat(ages("/v1/packets", "application/cose", said())).hasSize(1).allMatch(Said::old);
        assertThat(ages("/v1/packets/batch", "application/cbor-seq", said()))
                .hasSize(MESSAGES.length)
                .allMatch(Said::old);
    }

    @Test
    void withoutItTheyCountFromTheirFirstByte() throws IOException {
        assertThat(ages("/v1/packets", "application/cose", "X-Other: 1")).containsExactly(0L);
        assertThat(ages("/v1/packets/batch", "application/cbor-seq", "X-Request-Start: t=now"))
                .containsExactly(0L, 0L);
    }

    private static String said() {
        return String.format(
                Locale.ROOT,
                "X-Request-Start: t=%d.5",
                Instant.now().getEpochSecond() - SAID_SECONDS);
    }

    private interface Said {
        /// As old as was said, or older by what the test itself took, less than as much again.
        static boolean old(long nanos) {
            double seconds = nanos / 1e9;
            return seconds > SAID_SECONDS - 1 && seconds < 2 * SAID_SECONDS;
        }
    }

    private Iterable<Long> ages(String path, String type, String header) throws IOException {
        agesNanos.clear();
        Intake intake = new Intake() {
            @Override
            public Future<Answer> take(byte[] message, long receivedNanos, long intendedNanos) {
                agesNanos.add(receivedNanos - intendedNanos);
                return Future.succeededFuture(FakeIntake.stored(message));
            }

            @Override
            public Future<Optional<StoredMessage>> find(String id) {
                return Future.succeededFuture(Optional.empty());
            }

            @Override
            public Optional<String> overload() {
                return Optional.empty();
            }
        };
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.send(Line.head(path, type, header, "Content-Length: " + MESSAGES.length))
                    .send(MESSAGES);
            assertThat(line.reply().status()).isIn(200, 201);
        }
        return agesNanos;
    }
}
