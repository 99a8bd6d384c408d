package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shomar.loadtest.load.Endpoint;
import org.shomar.loadtest.load.Plane;

import java.net.URI;
import java.util.Map;

/// Goal: one vote too few in one contest is found, and named.
///
/// Method: a public plane that shows the contests' votes as they stand here.
class ComparisonTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void namesEachContestThatIsNotAsExpected() {
        JsonObject shown = new JsonObject()
                .put("/v1/contests/9", JsonArray.of(4, 6))
                .put("/v1/contests/10", JsonArray.of(7, 0, 2))
                .put("/v1/contests/11", JsonArray.of(1, 1));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(new JsonObject()
                                .put("seq", 3)
                                .put("votes", shown.getJsonArray(request.path()))
                                .encode()))
                .listen(0, "127.0.0.1")
                .await();
        Plane reading = new Plane(
                vertx, Endpoint.reading(URI.create("http://127.0.0.1:" + server.actualPort())));
        JsonObject expected = new JsonObject()
                .put("9", JsonArray.of(4, 6))
                .put("10", JsonArray.of(7, 0, 3))
                .put("11", JsonArray.of(1, 1));
        assertThat(Comparison.differences(reading, expected, Map.of(9, 3L, 10, 2L)))
                .containsExactly(new Comparison.Difference(10, "[7,0,3]", "[7,0,2]"));
    }
}
