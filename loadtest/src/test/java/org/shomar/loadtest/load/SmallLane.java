package org.shomar.loadtest.load;

import io.vertx.core.Vertx;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One lane that sends to a server of a test on this machine, before which nothing was stored.
final class SmallLane {
    private static final long WAIT_SECONDS_MAX = 120;

    private SmallLane() {}

    static Stock stock(Script script, Roll roll, String mode) {
        return Stock.make(
                1,
                script,
                roll,
                Collections.nCopies(roll.pairs().size(), Pair.Standing.NONE),
                mode.startsWith("batch"),
                made -> {});
    }

    /// Sends all of its work; ended when each packet has its final answer, or so many
    /// seconds after the start.
    static Lane run(Vertx vertx, Ways ways, int port, Work work, int seconds)
            throws TimeoutException {
        Target target = Target.of(URI.create("http://127.0.0.1:" + port), null, 1);
        Lane lane = new Lane(
                0, 1, ways, target, List.of(vertx.createNetClient(target.options(0))), work, 0);
        vertx.deployVerticle(lane).await();
        lane.run(System.nanoTime(), Long.MAX_VALUE / 4, TimeUnit.SECONDS.toNanos(seconds))
                .await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        return lane;
    }
}
