package org.shomar.aggregator.witness;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A real witness behind a server that may behave in any way.
final class OtherWitness implements AutoCloseable {
    final NoteSigner signer;
    final Witness witness;
    final AtomicInteger requests = new AtomicInteger();
    private final Vertx vertx;
    private final HttpServer server;
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private volatile Handler<HttpServerRequest> behaviour;

    OtherWitness(Vertx vertx, Path folder, int number, TestLog log) throws IOException {
        this.vertx = vertx;
        this.signer = TestLog.witness(number);
        this.witness = Witness.open(
                folder.resolve("w" + number), signer, List.of(log.key()), InstantSource.system());
        this.behaviour = this::answer;
        this.server = Stand.await(vertx.createHttpServer()
                .connectionHandler(open::add)
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    behaviour.handle(request);
                })
                .listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    NoteKey key() {
        return signer.key();
    }

    WitnessAddress address() {
        return new WitnessAddress(signer.key(), url());
    }

    long size() {
        return witness.logs().iterator().next().size();
    }

    void behave(Handler<HttpServerRequest> next) {
        behaviour = next;
    }

    /// From here on as it should; requests that hang are cut.
    void behaveWell() {
        behave(this::answer);
        open.forEach(HttpConnection::close);
        open.clear();
    }

    /// What a witness answers.
    void answer(HttpServerRequest request) {
        answerAfter(Future.succeededFuture(), request);
    }

    /// The same, when something has happened.
    void answerAfter(Future<Void> release, HttpServerRequest request) {
        BoundedBody.read(request, AddCheckpoint.BYTES_MAX)
                .compose(body -> release.map(body))
                .compose(body -> vertx.executeBlocking(() -> witness.answer(body)))
                .onSuccess(answer -> Reply.send(request, answer));
    }

    static void hang(HttpServerRequest request) {
        request.handler(ignored -> {});
    }

    static Handler<HttpServerRequest> with(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    /// An answer without end.
    static void flood(HttpServerRequest request) {
        request.response().setChunked(true);
        more(request);
    }

    private static void more(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response()
                    .write(Buffer.buffer("x".repeat(1_000)))
                    .onSuccess(written -> more(request));
        }
    }

    @Override
    public void close() throws IOException {
        Stand.await(server.close());
        witness.close();
    }
}
