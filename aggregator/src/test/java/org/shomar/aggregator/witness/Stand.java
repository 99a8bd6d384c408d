package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A witness on loopback, and a client of its own that knows nothing of ours.
final class Stand implements AutoCloseable {
    /// How long a test waits for what must come.
    static final int WAIT_SECONDS = 60;

    final Vertx vertx = Vertx.vertx();
    final NoteSigner signer;
    final Witness witness;
    final WitnessServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Stand(Path folder, TestLog... logs) throws IOException {
        this(folder, WitnessServerConfig.at("127.0.0.1", 0), logs);
    }

    Stand(Path folder, WitnessServerConfig config, TestLog... logs) throws IOException {
        signer = TestLog.witness(1);
        List<NoteKey> keys = List.of(logs).stream().map(TestLog::key).toList();
        witness = Witness.open(folder, signer, keys, InstantSource.system());
        server = await(WitnessServer.start(vertx, config, witness));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("did not happen", e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    HttpResponse<String> add(String body) {
        return send(HttpRequest.newBuilder(url().resolve("/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url().resolve(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Adds a checkpoint that must be cosigned, and checks the cosignature.
    void cosigned(TestLog log, long oldSize, long size) throws UnfitTextException {
        HttpResponse<String> answer = add(log.request(oldSize, size));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).endsWith("\n");
        Note note = log.note(size);
        NoteSignature cosignature = NoteSignature.parse(answer.body().stripTrailing());
        assertThat(note.with(List.of(cosignature)).isSignedBy(signer.key())).isTrue();
    }

    void refused(String body, int status) {
        HttpResponse<String> answer = add(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("\u2014");
    }

    void conflict(String body, long size) {
        HttpResponse<String> answer = add(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo(size + "\n");
    }

    @Override
    public void close() throws IOException {
        client.close();
        await(server.close());
        witness.close();
        await(vertx.close());
    }
}
