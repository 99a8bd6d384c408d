package org.shomar.aggregator.ingress;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// The running ingress.
public final class Ingress {
    private final Vertx vertx;
    private final String deployment;
    private final int port;
    private final AtomicInteger connections;

    private Ingress(Vertx vertx, String deployment, int port, AtomicInteger connections) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
        this.connections = connections;
    }

    /// Opens the port on `eventLoops` event loops.
    public static Future<Ingress> start(Vertx vertx, IngressConfig config, Intake intake) {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger port = new AtomicInteger();
        Intake guarded = new Guarded(intake);
        return vertx.deployVerticle(
                        () -> new IngressVerticle(
                                config, guarded, new SplittableRandom(), open, port),
                        new DeploymentOptions().setInstances(config.eventLoops()))
                .map(deployment -> new Ingress(vertx, deployment, port.get(), open));
    }

    public int port() {
        return port;
    }

    /// Connections open now.
    public int connections() {
        return connections.get();
    }

    /// Closes the port, answers the requests under way for up to 5 s, then closes every
    /// connection.
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }
}
