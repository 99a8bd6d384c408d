package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Goal: a batch is refused at its header while too many bytes of others are under way, and
/// never because of those that are over, whatever ended them.
/// Method: bytes over loopback, a small bound, an intake that answers when the test wants.
@Timeout(Door.WAIT_SECONDS)
class BatchAdmissionTest {
    private static final int BYTES_MAX = 40_000;
    private static final int MESSAGE_BYTES = 200;

    /// A line is slow after this time, and over after as much silence.
    private static final int SLOW_MILLIS = 1_000;

    /// The intake answers it at once.
    private static final byte[] PACKET = {(byte) 0xd2, 0x01};

    private final BlockingQueue<Promise<Answer>> asked = new LinkedBlockingQueue<>();
    private final FakeIntake intake = new FakeIntake(message -> {
        if (message.length != MESSAGE_BYTES) {
            return Future.succeededFuture(FakeIntake.stored(PACKET));
        }
        Promise<Answer> promise = Promise.promise();
        asked.add(promise);
        return promise.future();
    });

    private Door door(int eventLoops, int requestMillisMax, int bytesMax) {
        return new Door(
                new IngressConfig(
                        "127.0.0.1",
                        0,
                        null,
                        Door.CONNECTIONS_MAX,
                        eventLoops,
                        requestMillisMax,
                        bytesMax),
                intake);
    }

    private Door door() {
        return door(1, IngressConfig.REQUEST_MILLIS, BYTES_MAX);
    }

    /// CBOR strings of 198 bytes, which begin with their number.
    private static byte[] messages(int bytes) {
        ByteBuffer all = ByteBuffer.allocate(bytes);
        for (int at = 0; at < bytes; at += MESSAGE_BYTES) {
            all.position(at).put((byte) 0x58).put((byte) (MESSAGE_BYTES - 2)).putInt(at);
        }
        return all.array();
    }

    private static String head(int length) {
        return Line.head("/v1/packets/batch", "application/cbor-seq", "Content-Length: " + length);
    }

    private static Line sendBatch(Line line, int bytes) throws IOException {
        return line.send(head(bytes)).send(messages(bytes));
    }

    private void answer(int bytes) throws InterruptedException {
        for (int i = 0; i < bytes / MESSAGE_BYTES; i++) {
            asked.take().complete(FakeIntake.stored(PACKET));
        }
    }

    private void awaitAsked(int bytes) {
        await(() -> asked.size() >= bytes / MESSAGE_BYTES);
    }

    private static void awaitBytes(Door door, long bytes) {
        await(() -> door.ingress.batchBytes() == bytes);
    }

    private static void await(BooleanSupplier happened) {
        while (!happened.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            assertThat(Thread.currentThread().isInterrupted())
                    .as("waited too long")
                    .isFalse();
        }
    }

    private static void assertOverloaded(Line line) throws IOException {
        Line.Reply reply = line.reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsKey("retry-after");
        assertThat(reply.json().getString("code")).isEqualTo("overloaded");
        assertThat(reply.json().getString("retry")).isEqualTo("later");
    }

    private static void assertStored(Line line, int bytes) throws IOException {
        Line.Reply reply = line.reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.lines())
                .hasSize(bytes / MESSAGE_BYTES)
                .allMatch(each -> each.getInteger("status") == 201);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void refusesAtTheHeaderUntilAnAnswerIsWhole(int eventLoops) throws Exception {
        try (Door door = door(eventLoops, IngressConfig.REQUEST_MILLIS, BYTES_MAX);
                Line first = door.connect();
                Line second = door.connect();
                Line third = door.connect();
                Line single = door.connect()) {
            sendBatch(first, 24_000);
            awaitAsked(24_000);
            assertThat(door.ingress.batchBytes()).isEqualTo(24_000);
            second.send(head(24_000)); // no body, so nothing waits for it
            assertOverloaded(second);
            assertThat(intake.refusals())
                    .containsEntry(
                            Problem.OVERLOADED,
                            Math.ceilDiv(24_000, IngressConfig.MESSAGE_BYTES_USUAL));
            answer(24_000 - MESSAGE_BYTES);
            third.send(head(24_000));
            assertOverloaded(third); // a message is still to be answered
            assertThat(single.post(PACKET).reply().status()).isEqualTo(201);
            answer(MESSAGE_BYTES);
            assertStored(first, 24_000);
            sendBatch(first, 24_000);
            answer(24_000);
            assertStored(first, 24_000);
            assertThat(door.ingress.batchBytes()).isZero();
        }
    }

    @Test
    void takesSeveralUpToTheBound() throws Exception {
        try (Door door = door();
                Line first = door.connect();
                Line second = door.connect();
                Line third = door.connect()) {
            sendBatch(first, 24_000);
            sendBatch(second, 16_000);
            awaitAsked(BYTES_MAX);
            assertOverloaded(third.send(head(MESSAGE_BYTES)));
            answer(BYTES_MAX);
            assertStored(first, 24_000);
            assertStored(second, 16_000);
        }
    }

    @Test
    void takesABatchAboveTheBoundWhenItIsAlone() throws Exception {
        int large = 5 * BYTES_MAX;
        try (Door door = door();
                Line first = door.connect();
                Line second = door.connect()) {
            sendBatch(first, MESSAGE_BYTES);
            awaitAsked(MESSAGE_BYTES);
            assertOverloaded(second.send(head(large)));
            answer(MESSAGE_BYTES);
            assertStored(first, MESSAGE_BYTES);
            sendBatch(first, large);
            answer(large);
            assertStored(first, large);
        }
    }

    @Test
    void countsWhatIsReadOfABatchInChunks() throws Exception {
        try (Door door = door();
                Line first = door.connect();
                Line second = door.connect();
                Line third = door.connect()) {
            first.openBatch().chunk(messages(24_000));
            awaitAsked(24_000);
            assertThat(door.ingress.batchBytes()).isEqualTo(24_000);
            first.chunk(messages(16_000));
            awaitAsked(BYTES_MAX);
            assertOverloaded(second.openBatch());
            assertThat(intake.refusals()).containsEntry(Problem.OVERLOADED, 1);
            assertOverloaded(third.send(head(MESSAGE_BYTES)));
            first.lastChunk();
            answer(BYTES_MAX);
            assertStored(first, BYTES_MAX);
            first.openBatch().chunk(messages(MESSAGE_BYTES)).lastChunk();
            answer(MESSAGE_BYTES);
            assertStored(first, MESSAGE_BYTES);
        }
    }

    @Test
    void theNextBatchOfAConnectionFindsTheBytesOfTheLastGivenBack() throws Exception {
        try (Door door = door();
                Line other = door.connect();
                Line line = door.connect()) {
            sendBatch(other, MESSAGE_BYTES);
            awaitAsked(MESSAGE_BYTES);
            sendBatch(sendBatch(line, 24_000), 24_000); // the second waits behind the first
            answer(MESSAGE_BYTES + 24_000);
            assertStored(line, 24_000);
            answer(24_000);
            assertStored(line, 24_000);
            assertStored(other, MESSAGE_BYTES);
        }
    }

    @Test
    void aSlowLineKeepsOthersOutForAWhileOnly() throws Exception {
        int large = 1 << 20;
        try (Door door = door(1, SLOW_MILLIS, large);
                Line slow = door.connect()) {
            slow.send(head(large));
            try (Line other = door.connect()) {
                assertOverloaded(other.send(head(24_000)));
            }
            while (door.ingress.batchBytes() >= large) {
                slow.send(messages(MESSAGE_BYTES));
                answer(MESSAGE_BYTES);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // or it would be whole
            }
            awaitBytes(door, 0); // what was answered counts no more, either
            try (Line other = door.connect()) {
                sendBatch(other, 24_000);
                answer(24_000);
                assertStored(other, 24_000);
            }
        }
    }

    @Test
    void aDeclarationAloneKeepsNobodyOut() throws Exception {
        int bound = IngressConfig.BATCHES_UNDER_WAY_BYTES_MAX;
        try (Door door = door(1, IngressConfig.REQUEST_MILLIS, bound);
                Line first = door.connect();
                Line large = door.connect();
                Line other = door.connect()) {
            sendBatch(first, MESSAGE_BYTES);
            awaitAsked(MESSAGE_BYTES);
            large.send(head(IngressConfig.BATCH_BYTES_MAX)).send(messages(MESSAGE_BYTES));
            awaitAsked(2 * MESSAGE_BYTES);
            sendBatch(other, 24_000);
            answer(2 * MESSAGE_BYTES + 24_000);
            assertStored(other, 24_000);
            assertStored(first, MESSAGE_BYTES);
        }
    }

    /// How a batch of 24,000 bytes may end.
    private enum Ending {
        HUNG_UP_BEFORE_THE_BODY {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.send(head(24_000));
                awaitBytes(door, MESSAGE_BYTES + 24_000);
                line.close();
            }
        },
        HUNG_UP_IN_THE_BODY {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.send(head(24_000)).send(messages(12_000));
                test.awaitAsked(12_000);
                line.close();
            }
        },
        HUNG_UP_BETWEEN_CHUNKS {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.openBatch().chunk(messages(24_000));
                awaitBytes(door, MESSAGE_BYTES + 24_000);
                line.close();
            }
        },
        HUNG_UP_BEFORE_THE_ANSWER {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                sendBatch(line, 24_000);
                test.awaitAsked(24_000);
                line.close();
            }
        },
        HUNG_UP_IN_THE_ANSWER {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                sendBatch(line, 24_000);
                test.awaitAsked(24_000);
                test.answer(12_000);
                line.close();
            }
        },
        SILENT {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.send(head(24_000)).send(messages(12_000));
                test.answer(12_000);
                assertThat(line.reply().lines().getLast().getInteger("status")).isEqualTo(408);
            }
        },
        BROKEN_MESSAGE {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.send(head(24_000)).send(messages(12_000)).send(new byte[] {(byte) 0xff});
                test.answer(12_000);
                assertThat(line.reply().lines().getLast().getInteger("status")).isEqualTo(400);
            }
        },
        BROKEN_CHUNK {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                line.openBatch().chunk(messages(24_000));
                awaitBytes(door, MESSAGE_BYTES + 24_000);
                line.send("no size\r\n");
            }
        },
        TOO_LARGE {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                byte[] head = {0x5a, 0, 0, (byte) 0xff, (byte) 0xf0};
                byte[] message = Arrays.copyOf(head, 5 + 0xfff0);
                line.openBatch();
                for (int at = 0; at <= IngressConfig.BATCH_BYTES_MAX; at += message.length) {
                    line.chunk(message);
                }
                assertThat(line.reply().lines().getLast().getInteger("status")).isEqualTo(413);
            }
        },
        BUG_OF_THE_INTAKE {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                test.bug(line, promise -> promise.fail(new IllegalStateException("a bug")));
            }
        },
        BUG_IN_AN_ANSWER {
            @Override
            void play(BatchAdmissionTest test, Door door, Line line) throws Exception {
                test.bug(
                        line,
                        promise -> promise.complete(new Answer.Accepted(true, out -> {
                            throw new IllegalStateException("a bug");
                        })));
            }
        };

        abstract void play(BatchAdmissionTest test, Door door, Line line) throws Exception;
    }

    private void bug(Line line, Consumer<Promise<Answer>> bug)
            throws IOException, InterruptedException {
        sendBatch(line, 24_000);
        awaitAsked(24_000);
        bug.accept(asked.take());
        assertThat(line.closedByServer()).isTrue();
    }

    /// Another batch is under way all the time: given back twice, its bytes would be gone.
    @ParameterizedTest
    @EnumSource
    void givesBackWhatEndedHoweverItEnded(Ending ending) throws Exception {
        int millis = ending == Ending.SILENT ? SLOW_MILLIS : IngressConfig.REQUEST_MILLIS;
        try (Door door = door(1, millis, BYTES_MAX);
                Line held = door.connect()) {
            sendBatch(held, MESSAGE_BYTES);
            Promise<Answer> heldAnswer = asked.take();
            try (Line line = door.connect()) {
                ending.play(this, door, line);
            }
            await(() -> door.ingress.connections() == 1);
            awaitBytes(door, MESSAGE_BYTES);
            asked.clear();
            try (Line next = door.connect()) {
                sendBatch(next, BYTES_MAX - MESSAGE_BYTES);
                answer(BYTES_MAX - MESSAGE_BYTES);
                assertStored(next, BYTES_MAX - MESSAGE_BYTES);
            }
            assertThat(door.ingress.batchBytes()).isEqualTo(MESSAGE_BYTES);
            heldAnswer.complete(FakeIntake.stored(PACKET));
            assertStored(held, MESSAGE_BYTES);
            assertThat(door.ingress.batchBytes()).isZero();
        }
    }
}
