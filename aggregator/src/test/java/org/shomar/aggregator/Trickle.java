package org.shomar.aggregator;

import io.vertx.core.json.JsonObject;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A little traffic that never ends: one branch corrects its result again and again, and
/// sends an old packet again besides; one reader asks for its result. It does not wait for
/// an answer that does not come, and sends the same again after one that says so.
final class Trickle implements AutoCloseable {
    private static final int PERIOD_MILLIS = 100;
    private static final int REPEATS_MAX = 400;
    private static final int BRANCH = 12;
    private static final int CONTEST = 7;
    private static final int OVERLOADED = 503;

    private final Client client;
    private final RawPacket first;
    private final Set<String> overloads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeats = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private RawPacket packet;
    private int revision = 1;
    private CompletableFuture<Integer> answer;
    private CompletableFuture<Integer> reading = CompletableFuture.completedFuture(0);

    Trickle(Client client, TestElection election) {
        this.client = client;
        this.first = RawPacket.of(election, CONTEST, BRANCH, 60, 40);
        this.packet = first;
        this.answer = send(first);
        var _ = timer.scheduleAtFixedRate(
                this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (answer.isDone()) {
            int status = answer.exceptionally(lost -> 0).join();
            if (status == 200 || status == 201) {
                packet = first.after(packet, ++revision);
            }
            answer = send(packet);
        }
        if (reading.isDone()) {
            reading = read();
        }
        if (repeats.get() < REPEATS_MAX) {
            repeats.incrementAndGet();
            var _ = send(first).whenComplete((status, lost) -> repeats.decrementAndGet());
        }
    }

    private CompletableFuture<Integer> send(RawPacket what) {
        return client.http()
                .sendAsync(
                        client.at("/v1/packets")
                                .header("Content-Type", "application/cose")
                                .POST(BodyPublishers.ofByteArray(
                                        what.sign1(TestElection.seed(BRANCH))))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(answered -> {
                    if (answered.statusCode() == OVERLOADED) {
                        note(new JsonObject(answered.body()));
                    }
                    return answered.statusCode();
                });
    }

    private void note(JsonObject problem) {
        if (problem.getString("code").equals("overloaded")) {
            overloads.add(problem.getString("detail"));
        }
    }

    /// What the answers gave as the reasons why nothing could be stored.
    Set<String> overloads() {
        return overloads;
    }

    private CompletableFuture<Integer> read() {
        return client.http()
                .sendAsync(
                        HttpRequest.newBuilder(client.reading.resolve("/v1/contests/" + CONTEST))
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        timer.close();
    }
}
