package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Goal: a batch is answered line by line, in its order, in bounded memory, whatever its
/// bytes, its chunks and its client.
/// Method: bytes over loopback, an intake that answers when and in what order the test
/// wants.
class BatchIngressTest {
    /// Round trips on another connection of the same event loop: after so many, the loop has
    /// served every socket that had something for it.
    private static final int ROUNDS = 50;

    /// Vert.x hands over a body in parts of this size; a part is never split.
    private static final int PART_BYTES_MAX = 8_192;

    /// A CBOR integer in five bytes.
    private static byte[] number(int value) {
        return ByteBuffer.allocate(5).put((byte) 0x1a).putInt(value).array();
    }

    private static byte[] numbers(int count) {
        ByteBuffer all = ByteBuffer.allocate(5 * count);
        for (int i = 0; i < count; i++) {
            all.put(number(i));
        }
        return all.array();
    }

    private static String packetOf(int value) {
        return HexFormat.of().formatHex(number(value));
    }

    private static void assertAllStoredInOrder(List<JsonObject> lines, int count) {
        assertThat(lines).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(lines.get(i).encode())
                    .isEqualTo("{\"status\":201,\"packet\":\"" + packetOf(i) + "\"}");
        }
    }

    private static void assertProblem(JsonObject line, int status, String code) {
        assertThat(line.getInteger("status")).isEqualTo(status);
        JsonObject problem = line.getJsonObject("problem");
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo("/problems/" + code);
    }

    /// An intake that answers when told, from another thread.
    private static final class Later {
        final BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
        final FakeIntake intake = new FakeIntake(message -> {
            Promise<Answer> promise = Promise.promise();
            due.add(() -> promise.complete(FakeIntake.stored(message)));
            return promise.future();
        });

        /// Answers the next `count` messages in a random order.
        void answer(int count, Random random) throws InterruptedException {
            List<Runnable> next = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Runnable one = due.poll(Door.WAIT_SECONDS, TimeUnit.SECONDS);
                assertThat(one).isNotNull();
                next.add(one);
            }
            Collections.shuffle(next, random);
            next.forEach(Runnable::run);
        }
    }

    private static void rounds(Line other) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(other.send(Line.get("/none")).reply().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsTheOrderOfLinesWhateverTheOrderOfDecisions(long seed) throws Exception {
        Later later = new Later();
        try (Door door = new Door(later.intake);
                Line line = door.connect()) {
            line.openBatch().chunk(numbers(1_000)).lastChunk();
            later.answer(1_000, new Random(seed));
            Line.Reply reply = line.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers())
                    .containsEntry("content-type", "application/x-ndjson")
                    .containsEntry("x-content-type-options", "nosniff");
            assertAllStoredInOrder(reply.lines(), 1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 999, 5_000})
    void chunksMakeNoDifference(int chunkBytes) throws IOException {
        byte[] batch = numbers(1_000);
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.openBatch();
            for (int from = 0; from < batch.length; from += chunkBytes) {
                int to = Math.min(batch.length, from + chunkBytes);
                line.chunk(Arrays.copyOfRange(batch, from, to));
            }
            assertAllStoredInOrder(line.lastChunk().reply().lines(), 1_000);
            assertThat(line.post(number(1)).reply().status()).isEqualTo(201);
        }
    }

    @Test
    void answersAnEmptyBatchWithNoLine() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            assertThat(line.openBatch().lastChunk().reply().text()).isEmpty();
            line.send(Line.head("/v1/packets/batch", "application/cbor-seq", "Content-Length: 0"));
            assertThat(line.reply().text()).isEmpty();
        }
    }

    @Test
    void goesOnAfterAMessageThatIsTooLarge() throws IOException {
        ByteBuffer large = ByteBuffer.allocate(5 + 70_000).put((byte) 0x5a).putInt(70_000);
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.openBatch()
                    .chunk(number(0))
                    .chunk(large.array())
                    .chunk(number(2))
                    .lastChunk();
            List<JsonObject> lines = line.reply().lines();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0).getInteger("status")).isEqualTo(201);
            assertProblem(lines.get(1), 413, "too-large");
            assertThat(lines.get(2).getString("packet")).isEqualTo(packetOf(2));
        }
    }

    @Test
    void endsTheAnswerAtBytesThatAreNotCbor() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.openBatch().chunk(number(0)).chunk(new byte[] {(byte) 0xff}).chunk(number(2));
            List<JsonObject> lines = line.reply().lines(); // though the batch has not ended
            assertThat(lines).hasSize(2);
            assertProblem(lines.get(1), 400, "malformed");
            line.lastChunk();
            assertThat(line.closedByServer()).isTrue();
            assertThat(intake.taken()).hasSize(1);
        }
    }

    @Test
    void saysThatTheLastMessageIsCutShort() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.openBatch().chunk(number(0)).chunk(new byte[] {0x1a, 0}).lastChunk();
            List<JsonObject> lines = line.reply().lines();
            assertThat(lines).hasSize(2);
            assertProblem(lines.get(1), 400, "malformed");
        }
    }

    @Test
    void tellsEachRefusalInItsLine() throws IOException {
        FakeIntake intake = new FakeIntake(
                message -> Future.succeededFuture(new Answer.Refused(Problem.OVERLOADED, "full")));
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            JsonObject only = line.openBatch()
                    .chunk(number(0))
                    .lastChunk()
                    .reply()
                    .lines()
                    .getFirst();
            assertProblem(only, 503, "overloaded");
            assertThat(only.getJsonObject("problem").getInteger("retryAfter")).isBetween(1, 5);
        }
    }

    @Test
    void stopsReadingWhileTooManyAreUnderWay() throws Exception {
        int count = 60_000;
        Later later = new Later();
        try (Door door = new Door(later.intake);
                Line other = door.connect();
                Line line = door.connect()) {
            line.openBatch().chunk(numbers(count)).lastChunk();
            Random random = new Random(1);
            int answered = 0;
            while (answered < count) {
                int atLeast =
                        Math.min(count - answered, IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX);
                rounds(other);
                int underWay = later.intake.takenCount().get() - answered;
                assertThat(underWay)
                        .isLessThanOrEqualTo(
                                IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX + PART_BYTES_MAX);
                later.answer(atLeast, random);
                answered += atLeast;
            }
            assertAllStoredInOrder(line.reply().lines(), count);
        }
    }

    @Test
    void stopsReadingForAClientThatDoesNotReadItsAnswer() throws IOException {
        int count = 60_000;
        String wide = "{\"packet\":\"" + "e".repeat(2_000) + "\"}";
        FakeIntake intake =
                new FakeIntake(message -> Future.succeededFuture(FakeIntake.accepted(true, wide)));
        try (Door door = new Door(intake);
                Line other = door.connect();
                Line line = door.connect()) {
            line.openBatch().chunk(numbers(count)).lastChunk();
            int before = -1;
            while (intake.takenCount().get() > before) {
                before = intake.takenCount().get();
                rounds(other);
            }
            assertThat(before).isBetween(1, count / 2);
            Line.Reply reply = line.reply();
            assertThat(reply.text().lines().count()).isEqualTo(count);
        }
    }

    @Test
    @Timeout(Door.WAIT_SECONDS) // an idle connection is closed after more
    void hangsUpOnAClientThatNeverReadsItsAnswer() throws IOException {
        FakeIntake wordy = new FakeIntake(message ->
                Future.succeededFuture(new Answer.Refused(Problem.MALFORMED, "no".repeat(1_000))));
        try (Door door = new Door(wordy, Door.CONNECTIONS_MAX, 1, 1_000);
                Line other = door.connect();
                Line line = door.connect()) {
            line.send(Line.head(
                            "/v1/packets/batch",
                            "application/cbor-seq",
                            "Content-Length: " + IngressConfig.BATCH_BYTES_MAX))
                    .send(new byte[20_000]);
            while (wordy.takenCount().get() == 0 || door.ingress.connections() > 1) {
                rounds(other);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            assertThat(door.ingress.batchBytes()).isZero();
        }
    }

    @Test
    void aClientThatHangsUpLeavesNothingBehind() throws Exception {
        Later later = new Later();
        try (Door door = new Door(later.intake);
                Line other = door.connect()) {
            try (Line line = door.connect()) {
                line.openBatch().chunk(numbers(100)).chunk(new byte[] {0x1a});
                later.answer(50, new Random(1));
            }
            while (door.ingress.connections() > 1) {
                rounds(other);
            }
            later.answer(50, new Random(2));
            assertThat(other.openBatch().lastChunk().reply().status()).isEqualTo(200);
        }
    }

    @Test
    void shortMessagesCountAsLongOnes() throws IOException {
        int atMost = IngressConfig.BATCH_BYTES_MAX / IngressConfig.BATCH_MESSAGE_BYTES_MIN;
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.openBatch().chunk(new byte[300_000]).lastChunk();
            List<JsonObject> lines = line.reply().lines();
            assertThat(lines).hasSizeBetween(atMost + 1, atMost + 1 + PART_BYTES_MAX);
            assertProblem(lines.getLast(), 413, "too-large");
            assertThat(lines.getFirst().getInteger("status")).isEqualTo(201);
        }
    }

    /// What runs on the context is run after the turn that asked for it.
    @Test
    void doesNotHoldTheLoopForManyShortMessages() throws IOException {
        AtomicInteger inTurn = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FakeIntake intake = new FakeIntake(message -> {
            if (inTurn.getAndIncrement() == 0) {
                Vertx.currentContext().runOnContext(over -> inTurn.set(0));
            }
            most.accumulateAndGet(inTurn.get(), Math::max);
            return Future.succeededFuture(FakeIntake.stored(message));
        });
        byte[] all = new byte[PART_BYTES_MAX];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i % 23);
        }
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            List<JsonObject> lines =
                    line.openBatch().chunk(all).lastChunk().reply().lines();
            assertThat(lines).hasSize(all.length);
            int i = 0;
            for (byte[] taken : intake.taken()) {
                assertThat(taken).containsExactly(all[i]);
                assertThat(lines.get(i++).getString("packet"))
                        .isEqualTo(HexFormat.of().formatHex(taken));
            }
        }
        assertThat(most.get()).isLessThanOrEqualTo(2 * IngressConfig.BATCH_MESSAGES_A_TURN_MAX);
    }

    @Test
    void takesNoMoreThanABatchMayHold() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        FakeIntake intake = new FakeIntake(message -> {
            taken.incrementAndGet();
            return Future.succeededFuture(FakeIntake.stored(number(1)));
        });
        ByteBuffer large = ByteBuffer.allocate(65_536).put((byte) 0x5a).putInt(65_000);
        byte[] message = Arrays.copyOf(large.array(), 65_005);
        int fit = IngressConfig.BATCH_BYTES_MAX / message.length;
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.openBatch();
            for (int i = 0; i <= fit; i++) {
                line.chunk(message);
            }
            List<JsonObject> lines = line.reply().lines();
            assertThat(lines).hasSize(fit + 1);
            assertProblem(lines.getLast(), 413, "too-large");
            assertThat(taken.get()).isEqualTo(fit);
        }
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.send(Line.head(
                    "/v1/packets/batch",
                    "application/cbor-seq",
                    "Content-Length: " + (IngressConfig.BATCH_BYTES_MAX + 1)));
            assertThat(line.reply().status()).isEqualTo(413);
        }
    }
}
