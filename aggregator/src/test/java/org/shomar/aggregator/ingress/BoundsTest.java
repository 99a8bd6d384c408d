package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Goal: slow requests, too many connections and the end of the server are bounded, and told.
/// Method: loopback, with a request time that is over soon.
@Timeout(Door.WAIT_SECONDS)
class BoundsTest {
    private static final int SOON_MILLIS = 200;
    private static final byte[] MESSAGE = {(byte) 0xd2, 0x01};

    private static Door hasty(Intake intake) {
        return new Door(intake, Door.CONNECTIONS_MAX, 1, SOON_MILLIS);
    }

    private static void assertTimeoutAndClosed(Line line) throws IOException {
        Line.Reply reply = line.reply();
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("connection", "close")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("retry-after");
        assertThat(reply.json().getString("code")).isEqualTo("timeout");
        assertThat(line.closedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "POST /v1/pac", "POST /v1/packets HTTP/1.1\r\nHost: x\r\n"})
    void aHeaderThatIsNotWholeInTimeIs408(String begin) throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = hasty(intake);
                Line line = door.connect()) {
            assertTimeoutAndClosed(line.send(begin));
            assertThat(intake.refusals()).containsEntry(Problem.TIMEOUT, 1);
        }
    }

    /// With a 408, who begins to ask in that very moment would take it for its answer.
    @Test
    void aConnectionThatAsksNothingIsClosedWithoutAWord() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = hasty(intake);
                Line line = door.connect()) {
            assertThat(line.in().readAllBytes()).isEmpty();
            assertThat(intake.refusals()).isEmpty();
        }
    }

    @Test
    void aConnectionThatAskedMayBeSilentForLonger() throws IOException {
        try (Door door = hasty(FakeIntake.storing());
                Line line = door.connect()) {
            assertThat(line.post(MESSAGE).reply().status()).isEqualTo(201);
            try (Line later = door.connect()) {
                assertThat(later.closedByServer()).isTrue(); // so the time is over
            }
            assertThat(line.post(MESSAGE).reply().status()).isEqualTo(201);
        }
    }

    @Test
    void theHeaderOfALaterRequestHasTheSameTime() throws IOException {
        try (Door door = hasty(FakeIntake.storing());
                Line line = door.connect()) {
            assertThat(line.post(MESSAGE).reply().status()).isEqualTo(201);
            assertTimeoutAndClosed(line.send("POST /v1/packets HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2", "Transfer-Encoding: chunked"})
    void aBodyThatIsNotWholeInTimeIs408(String framing) throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = hasty(intake);
                Line line = door.connect()) {
            line.send(Line.head("/v1/packets", "application/cose", framing)).send("1");
            assertTimeoutAndClosed(line);
            assertThat(intake.taken()).isEmpty();
        }
    }

    @Test
    void aSilentBatchEndsWithALine() throws IOException {
        try (Door door = hasty(FakeIntake.storing());
                Line line = door.connect()) {
            line.openBatch().chunk(new byte[] {1});
            Line.Reply reply = line.reply();
            assertThat(reply.lines()).hasSize(2);
            assertThat(reply.lines().getLast().getInteger("status")).isEqualTo(408);
            assertThat(line.closedByServer()).isTrue();
        }
    }

    @Test
    void aSlowAnswerIsNoSlowRequest() throws Exception {
        BlockingQueue<Promise<Answer>> asked = new LinkedBlockingQueue<>();
        FakeIntake intake = new FakeIntake(message -> {
            Promise<Answer> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
        });
        try (Door door = hasty(intake);
                Line line = door.connect()) {
            line.post(MESSAGE);
            Promise<Answer> promise = asked.take();
            try (Line later = door.connect()) {
                assertThat(later.closedByServer()).isTrue(); // so the time of the first is over
            }
            promise.complete(FakeIntake.stored(MESSAGE));
            assertThat(line.reply().status()).isEqualTo(201);
        }
    }

    @Test
    void closesTheConnectionThatIsOneTooMany() throws IOException {
        try (Door door = new Door(FakeIntake.storing(), 2, 1, IngressConfig.REQUEST_MILLIS);
                Line first = door.connect()) {
            try (Line second = door.connect()) {
                assertThat(first.post(MESSAGE).reply().status()).isEqualTo(201);
                assertThat(second.post(MESSAGE).reply().status()).isEqualTo(201);
                try (Line third = door.connect()) {
                    assertThat(third.closedByServer()).isTrue();
                }
            }
            while (door.ingress.connections() > 1) {
                assertThat(first.post(MESSAGE).reply().status()).isEqualTo(201);
            }
            try (Line fourth = door.connect()) {
                assertThat(fourth.post(MESSAGE).reply().status()).isEqualTo(201);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void answersWhatIsUnderWayWhenItCloses(int eventLoops) throws Exception {
        BlockingQueue<Promise<Answer>> asked = new LinkedBlockingQueue<>();
        FakeIntake intake = new FakeIntake(message -> {
            Promise<Answer> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
        });
        try (Door door = new Door(
                        intake, Door.CONNECTIONS_MAX, eventLoops, IngressConfig.REQUEST_MILLIS);
                Line line = door.connect();
                Line idle = door.connect()) {
            line.post(MESSAGE);
            Promise<Answer> promise = asked.take();
            assertThat(idle.send(Line.get("/none")).reply().status()).isEqualTo(404);
            Future<Void> closed = door.ingress.close();
            assertThat(idle.closedByServer()).isTrue();
            assertThatThrownBy(() -> refusedConnection(door)).isInstanceOf(IOException.class);
            promise.complete(FakeIntake.stored(MESSAGE));
            assertThat(line.reply().status()).isEqualTo(201);
            assertThat(line.closedByServer()).isTrue();
            Door.await(closed);
            while (door.ingress.connections() > 0) {
                Thread.onSpinWait(); // each is told of its end on its own event loop
            }
        }
    }

    private static void refusedConnection(Door door) throws IOException {
        try (Line line = door.connect()) {
            line.post(MESSAGE).reply();
        }
    }

    @Test
    void plainHttpStaysOnLoopback() {
        assertThatThrownBy(() -> new IngressConfig("0.0.0.0", 0, null, 1, 1, 1_000, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
