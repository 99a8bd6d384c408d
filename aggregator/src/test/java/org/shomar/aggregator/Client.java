package org.shomar.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A branch and a reader, on the JDK's own HTTP client. It trusts the server's certificate
/// and no other.
final class Client implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final long SHOWN_SECONDS_MAX = 60;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    final URI ingest;
    final URI reading;
    final SSLContext trust;
    private final HttpClient http;

    /// @param body the whole answer as text
    record Reply(int status, String body, HttpHeaders headers) {
        JsonObject json() {
            return new JsonObject(body);
        }

        String type() {
            return headers.firstValue("content-type").orElse("");
        }
    }

    Client(String ingest, String reading, @Nullable Path certificate) {
        this.ingest = URI.create(ingest);
        this.reading = URI.create(reading);
        this.trust = trust(certificate);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .connectTimeout(ANSWER_MAX)
                .build();
    }

    static Client of(Server server) {
        return new Client(server.ingest(), server.reading(), server.certificate());
    }

    private static SSLContext trust(@Nullable Path certificate) {
        try (InputStream pem = certificate == null
                ? InputStream.nullInputStream()
                : Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            if (certificate != null) {
                store.setCertificateEntry(
                        "ingest", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            TrustManagerFactory trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends one packet.
    Reply post(byte[] message) {
        return send(packet(message));
    }

    private HttpRequest packet(byte[] message) {
        return at("/v1/packets")
                .header("Content-Type", "application/cose")
                .POST(BodyPublishers.ofByteArray(message))
                .build();
    }

    /// Sends packets in one request; the lines of the answer.
    List<String> batch(List<byte[]> messages) {
        Reply reply = send(batchOf(BodyPublishers.ofByteArrays(messages)));
        if (reply.status() != 200) {
            throw new AssertionError("a batch was answered " + reply);
        }
        return reply.body().lines().toList();
    }

    HttpRequest batchOf(HttpRequest.BodyPublisher body) {
        return at("/v1/packets/batch")
                .header("Content-Type", "application/cbor-seq")
                .POST(body)
                .build();
    }

    /// A request to the ingress.
    HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(ingest.resolve(path)).timeout(ANSWER_MAX);
    }

    /// Reads something of the public plane.
    Reply get(String path) {
        return send(HttpRequest.newBuilder(reading.resolve(path))
                .timeout(ANSWER_MAX)
                .build());
    }

    /// Reads a stored packet.
    byte[] message(String id) {
        return sendFor(at("/v1/packets/" + id).build(), BodyHandlers.ofByteArray())
                .body();
    }

    Reply packetJson(String id) {
        return send(at("/v1/packets/" + id).header("Accept", "application/json").build());
    }

    Reply send(HttpRequest request) {
        HttpResponse<String> answer = sendFor(request, BodyHandlers.ofString(UTF_8));
        return new Reply(answer.statusCode(), answer.body(), answer.headers());
    }

    <T> HttpResponse<T> sendFor(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    /// The result of a contest as soon as it is shown up to a sequence.
    JsonObject shown(int contest, long seq) {
        return shown("/v1/contests/" + contest, seq);
    }

    JsonObject shown(String path, long seq) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS_MAX);
        while (true) {
            JsonObject result = get(path).json();
            if (result.getLong("seq") >= seq) {
                return result;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(path + " is not shown up to " + seq + " but up to "
                        + result.getLong("seq"));
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }

    static long[] votes(JsonObject result) {
        JsonArray votes = result.getJsonArray("votes");
        long[] counts = new long[votes.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = votes.getLong(i);
        }
        return counts;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
