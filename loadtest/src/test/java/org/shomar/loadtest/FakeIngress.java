package org.shomar.loadtest;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// An ingress that stores numbers, and has moods. A message is a CBOR integer of three
/// bytes; the branch of `i` is `i mod 40`, and its packets must be stored in ascending
/// order.
final class FakeIngress {
    private static final int BRANCHES = 40;
    private static final int MESSAGE_BYTES = 3;
    private static final String LATER =
            "{\"status\":503,\"problem\":{\"code\":\"overloaded\",\"retry\":\"later\"}}\n";
    private static final String GAP =
            "{\"status\":409,\"problem\":{\"code\":\"revision-gap\",\"retry\":\"after-previous\"}}\n";

    private final HttpServer server;
    private final Mood mood;
    private final List<Integer> stored = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> placeOf = new HashMap<>();
    private final AtomicInteger cuts = new AtomicInteger();

    /// How likely, in percent, each trouble is.
    ///
    /// @param refusals of whole batches, with 503
    /// @param laters   of single messages
    /// @param cuts     of the connection, before each line
    record Mood(RandomGenerator random, int refusals, int laters, int cuts) {
        static final Mood CALM = new Mood(new SplittableRandom(0), 0, 0, 0);
        static final Mood REFUSING = new Mood(new SplittableRandom(0), 100, 0, 0);

        static Mood moody(long seed) {
            return new Mood(new SplittableRandom(seed), 10, 5, 1);
        }

        boolean is(int percent) {
            return random.nextInt(100) < percent;
        }
    }

    FakeIngress(Vertx vertx, Mood mood, int port) {
        this.mood = mood;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(port, "127.0.0.1")
                .await();
    }

    static byte[] message(int index) {
        return new byte[] {0x19, (byte) (index >> 8), (byte) index};
    }

    private void answer(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        if (mood.is(mood.refusals())) {
            response.setStatusCode(503).end("overloaded");
            return;
        }
        response.setChunked(true);
        for (int at = 0; at < body.length(); at += MESSAGE_BYTES) {
            String line = line(body.getUnsignedShort(at + 1));
            if (mood.is(mood.cuts())) {
                cuts.incrementAndGet();
                // Half a line is written before the connection is lost.
                response.write(line.substring(0, line.length() / 2))
                        .onComplete(written -> request.connection().close());
                return;
            }
            response.write(line);
        }
        response.end();
    }

    private String line(int index) {
        Integer place = placeOf.get(index);
        if (place != null) {
            return stored(200, place);
        }
        if (mood.is(mood.laters())) {
            return LATER;
        }
        if (index >= BRANCHES && !placeOf.containsKey(index - BRANCHES)) {
            return GAP;
        }
        stored.add(index);
        placeOf.put(index, stored.size());
        return stored(201, stored.size());
    }

    private static String stored(int status, int seq) {
        return "{\"status\":" + status + ",\"state\":\"counted\",\"seq\":" + seq + "}\n";
    }

    /// What was stored, in that order.
    List<Integer> stored() {
        return stored;
    }

    /// How many answers were broken off.
    int cuts() {
        return cuts.get();
    }

    int port() {
        return server.actualPort();
    }

    /// A port where nobody listens any more.
    int portAfterClosing() {
        int port = server.actualPort();
        server.close().await();
        return port;
    }
}
