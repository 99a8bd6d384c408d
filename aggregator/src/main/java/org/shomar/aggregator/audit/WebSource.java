package org.shomar.aggregator.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Asks a web server, a few times when it does not answer or has errors of its own.
final class WebSource implements Source {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 200;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();

    WebSource(URI base) {
        this.base = URI.create(base.toString().replaceAll("/*$", "") + "/");
    }

    @Override
    public Fetched get(String path, int bytesMax) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                HttpResponse<InputStream> answer = ask(path);
                try (InputStream body = answer.body()) {
                    int status = answer.statusCode();
                    if (status == OK) {
                        return new Fetched.Body(body.readNBytes(bytesMax + 1));
                    }
                    if (status != TOO_MANY && status < SERVER_ERROR) {
                        return new Fetched.Absent(status);
                    }
                    throw new IOException("status " + status);
                }
            } catch (IOException failed) {
                if (tried == TRIES || Thread.currentThread().isInterrupted()) {
                    throw new IOException(
                            base.resolve(path) + " cannot be read: " + reason(failed), failed);
                }
            }
            pause(tried);
        }
    }

    private HttpResponse<InputStream> ask(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_MAX)
                .GET()
                .build();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            throw interrupted();
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

    private static String reason(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }
}
