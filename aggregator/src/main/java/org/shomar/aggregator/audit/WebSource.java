package org.shomar.aggregator.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Asks a web server, a few times when it does not answer or has errors of its own.
///
/// The timeout of [HttpRequest] ends with the header of the answer, so the time of the body is
/// kept here.
final class WebSource implements Source {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /// Between two parts of an answer, so that a slow line has its time and a dead one has
    /// not.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /// For whoever sends a byte now and then.
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);

    private static final int ERROR_BYTES_MAX = 16_384;
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 200;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI base;
    private final long silenceNanosMax;
    private final long answerNanosMax;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();

    WebSource(URI base) {
        this(base, SILENCE_MAX, ANSWER_MAX);
    }

    /// @param silenceMax until the first part of an answer, and between two
    /// @param answerMax  until the last
    WebSource(URI base, Duration silenceMax, Duration answerMax) {
        this.base = URI.create(base.toString().replaceAll("/*$", "") + "/");
        this.silenceNanosMax = silenceMax.toNanos();
        this.answerNanosMax = answerMax.toNanos();
    }

    @Override
    public Fetched get(String path, int bytesMax) throws IOException {
        long start = System.nanoTime();
        for (int tried = 1; ; tried++) {
            try {
                HttpResponse<byte[]> answer = ask(path, bytesMax);
                int status = answer.statusCode();
                if (status == OK) {
                    return new Fetched.Body(answer.body());
                }
                if (status != TOO_MANY && status < SERVER_ERROR) {
                    return new Fetched.Absent(status);
                }
                throw new IOException("status " + status);
            } catch (IOException failed) {
                if (tried == TRIES
                        || System.nanoTime() - start >= answerNanosMax
                        || Thread.currentThread().isInterrupted()) {
                    throw new IOException(
                            base.resolve(path) + " cannot be read: " + reason(failed), failed);
                }
            }
            pause(tried);
        }
    }

    private HttpResponse<byte[]> ask(String path, int bytesMax) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).GET().build();
        long start = System.nanoTime();
        AtomicLong grown = new AtomicLong(start);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request,
                header -> new BoundedBody(
                        header.statusCode() == OK ? bytesMax : ERROR_BYTES_MAX,
                        () -> grown.set(System.nanoTime())));
        try {
            while (true) {
                long now = System.nanoTime();
                long left =
                        Math.min(grown.get() + silenceNanosMax - now, start + answerNanosMax - now);
                if (left <= 0) {
                    throw new IOException("the answer does not come to its end");
                }
                try {
                    return answer.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException perhaps) {
                    // unless it has grown since
                }
            }
        } catch (InterruptedException stopped) {
            throw interrupted();
        } catch (ExecutionException failed) {
            throw new IOException(
                    reason(Objects.requireNonNullElse(failed.getCause(), failed)), failed);
        } finally {
            answer.cancel(true);
        }
    }

    private static void pause(int tried) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS * tried);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("stopped");
    }

    private static String reason(Throwable failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }
}
