package org.shomar.aggregator.ingress;

import io.vertx.core.Future;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Answers as a test says, and remembers what it was given.
record FakeIntake(
        Function<byte[], Future<Answer>> answers,
        Queue<byte[]> taken,
        AtomicInteger takenCount,
        Map<Problem, Integer> refusals,
        AtomicBoolean full)
        implements Intake {
    static final String FULL = "too many are here";
    static final String STORED_ID = "ab".repeat(32);
    static final byte[] STORED_BYTES = {(byte) 0xd2, 0x01, 0x02};
    static final String STORED_BODY =
            "{\"packet\":\"" + STORED_ID + "\",\"current\":{\"state\":\"counted\"}}";

    FakeIntake(Function<byte[], Future<Answer>> answers) {
        this(
                answers,
                new ConcurrentLinkedQueue<>(),
                new AtomicInteger(),
                new ConcurrentHashMap<>(),
                new AtomicBoolean());
    }

    /// Stores everything and names it by its bytes.
    static FakeIntake storing() {
        return new FakeIntake(message -> Future.succeededFuture(stored(message)));
    }

    static Answer stored(byte[] message) {
        return accepted(true, bodyOf(message));
    }

    /// @param body a JSON object
    static Answer accepted(boolean first, String body) {
        String members = body.substring(1, body.length() - 1);
        return new Answer.Accepted(first, out -> out.appendString(members));
    }

    static String bodyOf(byte[] message) {
        return "{\"packet\":\"" + HexFormat.of().formatHex(message) + "\"}";
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Future<Answer> take(byte[] message, long receivedNanos, long intendedNanos) {
        taken.add(message);
        takenCount.incrementAndGet();
        return answers.apply(message);
    }

    @Override
    public Future<Optional<StoredMessage>> find(String id) {
        return Future.succeededFuture(
                id.equals(STORED_ID)
                        ? Optional.of(new StoredMessage(STORED_BYTES, STORED_BODY))
                        : Optional.empty());
    }

    @Override
    public Optional<String> overload() {
        return full.get() ? Optional.of(FULL) : Optional.empty();
    }

    @Override
    public void refused(Problem problem, int messages) {
        refusals.merge(problem, messages, Integer::sum);
    }
}
