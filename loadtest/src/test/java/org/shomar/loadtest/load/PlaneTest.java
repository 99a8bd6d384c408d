package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Goal: what is waited for is what was answered for, and no wait is longer than it may be.
///
/// Method: a public plane that gives one answer after the other, the last for ever.
class PlaneTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void asksUntilAContestIsShownFarEnough() throws IOException {
        Plane plane = plane("503", "{\"seq\":4}", "{\"seq\":5}");
        assertThat(plane.shown(7, 5, System.nanoTime() + MINUTE).getLong("seq")).isEqualTo(5);
        assertThat(asked).hasValue(3);
    }

    @Test
    void atTheDeadlineGivesWhatThereIs() throws IOException {
        assertThat(plane("{\"seq\":4}").shown(7, 5, System.nanoTime() - 1).getLong("seq"))
                .isEqualTo(4);
    }

    @Test
    void atTheDeadlineSaysWhatIsWrong() {
        Plane plane = plane("404");
        assertThatThrownBy(() -> plane.shown(7, 5, System.nanoTime() - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/v1/contests/7 answers 404");
    }

    @Test
    void whereNobodyListensItSaysWhatToLookAt() throws IOException {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + free);
        Plane plane = new Plane(vertx, Endpoint.reading(address));
        assertThatThrownBy(() -> plane.shown(7, 5, System.nanoTime() - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("nobody answers at " + address, "--to and --public");
    }

    private Plane plane(String... answers) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    String answer = List.of(answers)
                            .get(Math.min(asked.getAndIncrement(), answers.length - 1));
                    boolean sound = answer.startsWith("{");
                    request.response()
                            .setStatusCode(sound ? 200 : Integer.parseInt(answer))
                            .end(answer);
                })
                .listen(0, "127.0.0.1")
                .await();
        return new Plane(
                vertx, Endpoint.reading(URI.create("http://127.0.0.1:" + server.actualPort())));
    }
}
