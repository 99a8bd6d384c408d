package org.shomar.aggregator.ingress;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
        int port = config.port() == 0 ? freePort(config.host()) : config.port();
        AtomicInteger open = new AtomicInteger();
        return vertx.deployVerticle(
                        () -> new IngressVerticle(
                                config, port, intake, new Replies(new SplittableRandom()), open),
                        new DeploymentOptions().setInstances(config.eventLoops()))
                .map(deployment -> new Ingress(vertx, deployment, port, open));
    }

    public int port() {
        return port;
    }

    /// Connections open now.
    public int connections() {
        return connections.get();
    }

    /// Closes the port and every connection. What was taken before is answered by then if the
    /// caller waited for it.
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }

    /// Several event loops must name the same port, so port 0 is settled before they start.
    private static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on " + host, e);
        }
    }
}
