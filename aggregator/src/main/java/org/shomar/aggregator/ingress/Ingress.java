package org.shomar.aggregator.ingress;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// The running ingress.
public final class Ingress {
    private final Vertx vertx;
    private final String deployment;
    private final int port;
    private final AtomicInteger connections;
    private final BatchesUnderWay batches;
    private @Nullable Future<Void> closing;

    private Ingress(
            Vertx vertx,
            String deployment,
            int port,
            AtomicInteger connections,
            BatchesUnderWay batches) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
        this.connections = connections;
        this.batches = batches;
    }

    /// Opens the port on `eventLoops` event loops.
    public static Future<Ingress> start(Vertx vertx, IngressConfig config, Intake intake) {
        AtomicInteger open = new AtomicInteger();
        BatchesUnderWay batches = new BatchesUnderWay(config.batchesUnderWayBytesMax());
        RetryAfter retryAfter = new RetryAfter(System::nanoTime);
        AtomicInteger port = new AtomicInteger();
        Intake guarded = new Guarded(intake);
        return vertx.deployVerticle(
                        () -> new IngressVerticle(
                                config,
                                guarded,
                                new SplittableRandom(),
                                open,
                                batches,
                                retryAfter,
                                port),
                        new DeploymentOptions().setInstances(config.eventLoops()))
                .map(deployment -> new Ingress(vertx, deployment, port.get(), open, batches));
    }

    public int port() {
        return port;
    }

    /// Connections open now.
    public int connections() {
        return connections.get();
    }

    /// Bytes of the batches that were let in and are not answered.
    public long batchBytes() {
        return batches.bytes();
    }

    /// Closes the port, answers the requests under way for up to 5 s, then closes every
    /// connection.
    public synchronized Future<Void> close() {
        if (closing == null) {
            closing = vertx.undeploy(deployment);
        }
        return closing;
    }
}
