package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.shomar.aggregator.ingress.ProblemPage;

import java.util.concurrent.ThreadLocalRandom;

/// Writes answers: headers, conditions, bodies in slices that wait for the reader.
final class Answers {
    /// A body is handed to the socket in slices, so that a slow reader of a large file
    /// costs one.
    static final int SLICE_BYTES = 64 * 1_024;

    /// Who was sent away comes back after so long, not all at the same moment.
    private static final int RETRY_SECONDS_MIN = 1;

    private static final int RETRY_SECONDS_SPREAD = 4;

    /// The `Content-Security-Policy` of the results page and its files.
    private static final String PAGE_POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private Answers() {}

    static void content(HttpServerRequest request, Content content) {
        HttpServerResponse response = request.response();
        common(request, content.reuse());
        byte[] body = content.body();
        String etag = content.etag();
        byte[] gzipped = content.gzipped();
        if (gzipped != null) {
            response.putHeader("Vary", "Accept-Encoding");
            if (Codings.acceptsGzip(request.headers().getAll("Accept-Encoding"))) {
                response.putHeader("Content-Encoding", Codings.GZIP);
                body = gzipped;
                etag = etag.substring(0, etag.length() - 1) + "-gzip\"";
            }
        }
        response.putHeader("ETag", etag);
        String condition = request.getHeader("If-None-Match");
        if (condition != null && Content.matches(condition, etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", content.type());
        body(request, body);
    }

    static Future<Void> problem(HttpServerRequest request, PublicProblem problem) {
        common(request, Content.Reuse.ASK);
        byte[] body = problem.body();
        HttpServerResponse response = request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json");
        if (problem.status() == 405) {
            response.putHeader("Allow", "GET, HEAD");
        }
        if (problem.status() == 503) {
            response.putHeader("Retry-After", Integer.toString(retrySeconds()));
        }
        response.putHeader("Content-Length", Integer.toString(body.length));
        return HttpMethod.HEAD.equals(request.method())
                ? response.end()
                : response.end(Buffer.buffer(body));
    }

    static int retrySeconds() {
        return RETRY_SECONDS_MIN + ThreadLocalRandom.current().nextInt(RETRY_SECONDS_SPREAD);
    }

    private static void common(HttpServerRequest request, Content.Reuse reuse) {
        HttpServerResponse response = request.response();
        response.putHeader("Cache-Control", reuse.header());
        response.putHeader("X-Content-Type-Options", "nosniff");
        String path = request.path();
        if (path != null && Routes.isData(path)) {
            response.putHeader("Access-Control-Allow-Origin", "*");
            response.putHeader("Access-Control-Expose-Headers", "ETag");
        } else {
            response.putHeader("Referrer-Policy", "no-referrer");
            response.putHeader(
                    "Content-Security-Policy",
                    path != null && path.startsWith(Routes.PROBLEM)
                            ? ProblemPage.POLICY
                            : PAGE_POLICY);
        }
    }

    private static void body(HttpServerRequest request, byte[] body) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", Integer.toString(body.length));
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else if (body.length <= SLICE_BYTES) {
            response.end(Buffer.buffer(body));
        } else {
            slices(response, body, 0);
        }
    }

    private static void slices(HttpServerResponse response, byte[] body, int from) {
        int next = from;
        while (body.length - next > SLICE_BYTES) {
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                int later = next;
                response.drainHandler(ignored -> slices(response, body, later));
                return;
            }
            response.write(Buffer.buffer().appendBytes(body, next, SLICE_BYTES));
            next += SLICE_BYTES;
        }
        response.drainHandler(null);
        response.end(Buffer.buffer().appendBytes(body, next, body.length - next));
    }
}
