package org.shomar.aggregator.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An ingress on loopback, plain HTTP.
final class Door implements AutoCloseable {
    /// How long a test waits for what must come.
    static final int WAIT_SECONDS = 30;

    static final int CONNECTIONS_MAX = 1_000;

    final Vertx vertx = Vertx.vertx();
    final Ingress ingress;

    Door(Intake intake) {
        this(intake, CONNECTIONS_MAX, 1, IngressConfig.REQUEST_MILLIS);
    }

    Door(Intake intake, int connectionsMax, int eventLoops, int requestMillisMax) {
        this(
                new IngressConfig(
                        "127.0.0.1",
                        0,
                        null,
                        connectionsMax,
                        eventLoops,
                        requestMillisMax,
                        IngressConfig.BATCHES_UNDER_WAY_BYTES_MAX),
                intake);
    }

    Door(IngressConfig config, Intake intake) {
        ingress = await(Ingress.start(vertx, config, intake));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("did not happen", e);
        }
    }

    Line connect() throws IOException {
        return Line.to(ingress.port());
    }

    @Override
    public void close() {
        await(ingress.close());
        await(vertx.close());
    }
}
