package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.loadtest.report.LiveView;
import org.shomar.loadtest.report.Plan;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// Goal: a run that cannot begin says what to do.
///
/// Method: a public plane that is empty, and an ingress where nobody listens.
class LoadRunTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whereNobodyTakesPacketsTheRunSaysWhatToLookAt(@TempDir Path folder) throws IOException {
        Roll roll = SmallNight.in(folder);
        URI ingest = URI.create("http://127.0.0.1:" + freePort());
        Order order = new Order(
                Target.of(ingest, null, 1),
                Endpoint.reading(emptyPlane(roll)),
                null,
                Ways.of("keep-alive", 1, true, false),
                new Order.Load.Open(new Schedule(Curve.constant(1, 1), 0)),
                Mix.parse(""),
                1,
                new Crowd(0, 0, List.of(), 1),
                List.of(),
                1,
                new Plan("", 1, new LinkedHashMap<>()),
                folder);
        LiveView nobody = new LiveView(new PrintStream(OutputStream.nullOutputStream()), false, 1);
        try (LoadRun runs = new LoadRun(roll, 1)) {
            assertThatThrownBy(() -> runs.run(order, nobody))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("nobody answers at " + ingest, "--to and --public");
        }
    }

    /// Says of each contest that it has no entries.
    private URI emptyPlane(Roll roll) {
        JsonObject election =
                new JsonObject().put("definition", roll.definition().hash().toString());
        JsonObject contest = new JsonObject().put("contestSeq", 0);
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end((request.path().equals("/v1/election") ? election : contest)
                                .toBuffer()))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }
}
