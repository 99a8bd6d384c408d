package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;

/// Goal: a node told to take free ports takes a different one for each of its servers, and
/// each answers every connection itself.
///
/// Method: a whole node with a generated certificate; a new connection for each request,
/// more of them than there are event loops.
class FreePortsTest {
    private static final int CONNECTIONS = 8;

    @Test
    void everyServerHasItsOwn() throws Exception {
        try (Node node = Node.start(new TestElection().definition)) {
            Server server = node.server();
            assertThat(Set.of(
                            URI.create(server.ingest()).getPort(),
                            URI.create(server.reading()).getPort(),
                            URI.create(server.ops()).getPort()))
                    .hasSize(3);
            for (int i = 0; i < CONNECTIONS; i++) {
                try (HttpClient client = HttpClient.newHttpClient()) {
                    HttpRequest progress = HttpRequest.newBuilder(
                                    URI.create(server.reading() + "/v1/progress"))
                            .build();
                    String body = client.send(progress, BodyHandlers.ofString()).body();
                    assertThat(new JsonObject(body).getLong("seq")).isZero();
                }
            }
        }
    }
}
