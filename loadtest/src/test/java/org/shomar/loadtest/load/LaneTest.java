package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.SignedPacket;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Goal: whatever the ingress and the network do, each packet is settled once, in the order of
/// its branch and contest, and every answer is the right one.
///
/// Method: an ingress that keeps the contract about revisions, and refuses and breaks off at
/// random.
class LaneTest {
    private static final int COUNT = 400;
    private static final Mix MIX = Mix.parse("duplicates=10%,amendments=20%,malformed=5%");

    /// Every so often a whole batch is refused before it is read.
    private static final int BATCHES_TO_REFUSAL = 4;

    private final Vertx vertx = Vertx.vertx();
    private SplittableRandom random = new SplittableRandom();
    private final Map<Long, Integer> revisions = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private int batches;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest(name = "{0}, resend {1}, closed {2}, seed {3}")
    @CsvSource({
        "keep-alive, true, false, 11",
        "keep-alive, false, false, 11",
        "connection, true, true, 11",
        "batch:20, true, false, 11",
        "batch:20, false, false, 11",
        "batch:20, false, false, 12",
        "batch:20, false, false, 13",
        "batch:20, false, false, 14",
        "batch:20, false, false, 15",
        "batch:20, false, false, 16",
        "batch:20, false, false, 17",
        "batch:20, false, false, 18",
        "batch:20, true, true, 11"
    })
    void settlesEachPacketRightly(
            String mode, boolean resend, boolean closed, long seed, @TempDir Path folder)
            throws Exception {
        random = new SplittableRandom(seed);
        Roll roll = SmallNight.in(folder);
        int pairs = roll.pairs().size();
        Script script = new Script(1, MIX, pairs, COUNT);
        Stock stock = SmallLane.stock(script, roll, mode);
        Journal journal = closed ? Journal.closed(COUNT) : new Journal(new long[COUNT]);
        Work work = new Work(script, stock, journal, pairs);
        Ways ways = Ways.of(mode, 4, resend, closed);
        Lane lane = SmallLane.run(vertx, ways, ingress().actualPort(), work, 90);

        assertThat(journal.unexpected()).isEmpty();
        long stored = 0;
        for (int n = 0; n < COUNT; n++) {
            assertThat(journal.status(n)).as("packet %s", n).isNotEqualTo(Journal.NOT_ANSWERED);
            stored += script.kind(n).counts() && journal.stored(n) ? 1 : 0;
            if (resend) {
                assertThat(script.kind(n).isRight(journal.status(n))).isTrue();
            }
        }
        assertThat(stored).isPositive().isEqualTo(ids.size());
        assertThat(lane.book().refused()).containsKey("503 overloaded");
        assertThat(lane.notTakenUp()).isZero();
        assertThat(lane.book().lastTakenUpNanos()).isPositive();
    }

    private HttpServer ingress() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (request.path().endsWith("/batch") && batches++ % BATCHES_TO_REFUSAL == 1) {
            request.response().setStatusCode(503).end("{\"code\":\"overloaded\"}");
        } else if (request.path().endsWith("/batch")) {
            Buffer lines = Buffer.buffer();
            for (byte[] message : messages(body)) {
                String answer = answer(message);
                lines.appendString(
                        "{\"status\":" + answer.substring(0, 3) + "," + answer.substring(5) + "\n");
            }
            int length = random.nextInt(10) == 0 ? lines.length() / 2 : lines.length();
            request.response().setChunked(true).write(lines.slice(0, length));
            finish(request, length == lines.length());
        } else {
            String answer = answer(body.getBytes());
            if (random.nextInt(20) == 0) {
                request.connection().close(); // stored perhaps, and nobody hears of it
            } else {
                request.response()
                        .setStatusCode(Integer.parseInt(answer.substring(0, 3)))
                        .end(answer.substring(4));
            }
        }
    }

    private static void finish(HttpServerRequest request, boolean whole) {
        if (whole) {
            request.response().end();
        } else {
            request.connection().close();
        }
    }

    private static List<byte[]> messages(Buffer body) {
        List<byte[]> messages = new ArrayList<>();
        CborSequence sequence = new CborSequence(new CborSequence.Sink() {
            @Override
            public void message(byte[] message) {
                messages.add(message);
            }

            @Override
            public void tooLarge(long offset) {
                throw new AssertionError("too large");
            }

            @Override
            public void broken(long offset, String reason) {
                throw new AssertionError(reason);
            }
        });
        sequence.feed(body.getBytes());
        sequence.end();
        return messages;
    }

    /// Status, blank, and a JSON object.
    private String answer(byte[] message) {
        if (!(PacketCodec.decode(message) instanceof Decoded.Packet decoded)) {
            return "400 {\"problem\":{\"code\":\"malformed\"}}";
        }
        SignedPacket packet = decoded.signed();
        if (ids.contains(packet.id().toString())) {
            return "200 {\"seq\":1}";
        }
        if (random.nextInt(10) == 0) {
            return "503 {\"problem\":{\"code\":\"overloaded\"}}";
        }
        long pair = (long) packet.packet().contest() << 32 | packet.packet().branch();
        if (packet.packet().revision() != revisions.getOrDefault(pair, 0) + 1) {
            return "409 {\"problem\":{\"code\":\"revision-gap\"}}";
        }
        revisions.put(pair, packet.packet().revision());
        ids.add(packet.id().toString());
        return "201 {\"seq\":" + ids.size() + "}";
    }
}
