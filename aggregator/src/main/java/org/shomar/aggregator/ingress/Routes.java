package org.shomar.aggregator.ingress;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.Locale;
import java.util.Optional;

/// The addresses of the ingress, and everything that can be said of a request before its body.
final class Routes {
    private static final String PACKET_PATH = "/v1/packets";
    private static final String BATCH_PATH = "/v1/packets/batch";
    private static final String ID_PATH = "/v1/packets/";
    private static final String PROBLEM_PATH = "/problems/";

    private final Vertx vertx;
    private final IngressConfig config;
    private final Intake intake;
    private final Replies replies;
    private final BatchesUnderWay batches;

    Routes(
            Vertx vertx,
            IngressConfig config,
            Intake intake,
            Replies replies,
            BatchesUnderWay batches) {
        this.vertx = vertx;
        this.config = config;
        this.intake = intake;
        this.replies = replies;
        this.batches = batches;
    }

    void route(HttpServerRequest request) {
        long receivedNanos = System.nanoTime();
        String path = request.path();
        if (path == null) {
            refuse(request, Problem.NOT_FOUND, "the request has no path");
        } else if (path.equals(PACKET_PATH)) {
            if (allowed(request, HttpMethod.POST)
                    && acceptable(request, "application/cose", SignedPacket.MESSAGE_BYTES_MAX)
                    && hasRoom(request, 1)) {
                new PacketRequest(vertx, config, request, intake, replies, receivedNanos).read();
                askForBody(request);
            }
        } else if (path.equals(BATCH_PATH)) {
            if (allowed(request, HttpMethod.POST)
                    && acceptable(request, "application/cbor-seq", IngressConfig.BATCH_BYTES_MAX)
                    && hasRoom(request, messages(request))) {
                readBatch(request);
            }
        } else if (path.startsWith(ID_PATH)) {
            if (allowed(request, HttpMethod.GET)) {
                find(request, path.substring(ID_PATH.length()));
            }
        } else if (path.startsWith(PROBLEM_PATH)) {
            if (allowed(request, HttpMethod.GET)) {
                explain(request, path.substring(PROBLEM_PATH.length()));
            }
        } else {
            refuse(request, Problem.NOT_FOUND, path + " is not an address of the ingress");
        }
    }

    private boolean allowed(HttpServerRequest request, HttpMethod method) {
        HttpMethod asked = request.method();
        if (asked.equals(method)
                || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD))) {
            return true;
        }
        String allow = method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
        request.response().putHeader(HttpHeaders.ALLOW, allow);
        refuse(
                request,
                Problem.METHOD,
                request.path() + " takes " + allow + ", not " + asked.name());
        return false;
    }

    /// Whether length, type and coding let the body in.
    private boolean acceptable(HttpServerRequest request, String mediaType, long bytesMax) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > bytesMax) { // the decoder checked the digits
            refuse(
                    request,
                    Problem.TOO_LARGE,
                    "Content-Length is " + length + ", at most " + bytesMax);
            return false;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !bareType(type).equals(mediaType)) {
            refuse(
                    request,
                    Problem.MEDIA_TYPE,
                    "Content-Type must be " + mediaType
                            + (type == null ? "; there is none" : ", not " + type));
            return false;
        }
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null) {
            refuse(
                    request,
                    Problem.MEDIA_TYPE,
                    "Content-Encoding " + coding + " is not taken; send plain bytes");
            return false;
        }
        return true;
    }

    private boolean hasRoom(HttpServerRequest request, int messages) {
        Optional<String> overload = intake.overload();
        overload.ifPresent(detail -> refuse(request, Problem.OVERLOADED, detail, messages));
        return overload.isEmpty();
    }

    /// As many as the body may hold, of those of a usual size; 1 when no length is declared.
    private static int messages(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long bytes = length == null ? 1 : Math.max(1, Long.parseLong(length));
        return (int) Math.ceilDiv(bytes, IngressConfig.MESSAGE_BYTES_USUAL);
    }

    private void readBatch(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        batches.admit(length == null ? BatchesUnderWay.LENGTH_UNKNOWN : Long.parseLong(length))
                .ifPresentOrElse(
                        share -> {
                            new BatchRequest(vertx, config, request, intake, replies, share).read();
                            askForBody(request);
                        },
                        () -> refuse(
                                request,
                                Problem.OVERLOADED,
                                "too many batches are under way",
                                messages(request)));
    }

    private static void askForBody(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    private static String bareType(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private void find(HttpServerRequest request, String id) {
        boolean json = wantsJson(request.getHeader(HttpHeaders.ACCEPT));
        Context context = vertx.getOrCreateContext();
        intake.find(id)
                .onSuccess(found -> context.runOnContext(run -> found.ifPresentOrElse(
                        stored -> show(request, stored, json),
                        () -> refuse(
                                request, Problem.NOT_FOUND, "no packet with this id is stored"))))
                .onFailure(lost -> context.runOnContext(run ->
                        refuse(request, Problem.OVERLOADED, "the ledger cannot be read now")));
    }

    private void show(HttpServerRequest request, Intake.StoredMessage stored, boolean json) {
        if (request.response().closed()) {
            return;
        }
        request.response().putHeader("Cache-Control", "no-cache").putHeader("Vary", "Accept");
        replies.send(
                request,
                200,
                json ? "application/json" : "application/cose",
                json ? Buffer.buffer(stored.body()) : Buffer.buffer(stored.message()));
    }

    /// Both named, the packet's own form goes before.
    private static boolean wantsJson(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        String types = accept.toLowerCase(Locale.ROOT);
        return types.contains("application/json") && !types.contains("application/cose");
    }

    private void explain(HttpServerRequest request, String code) {
        ProblemPage.of(code)
                .ifPresentOrElse(
                        page -> {
                            request.response()
                                    .putHeader("Content-Security-Policy", ProblemPage.POLICY);
                            replies.send(request, 200, ProblemPage.MEDIA_TYPE, Buffer.buffer(page));
                        },
                        () -> refuse(request, Problem.NOT_FOUND, "no problem has this code"));
    }

    private void refuse(HttpServerRequest request, Problem problem, String detail) {
        refuse(request, problem, detail, 1);
    }

    private void refuse(HttpServerRequest request, Problem problem, String detail, int messages) {
        replies.send(request, new Answer.Refused(problem, detail), messages);
    }
}
