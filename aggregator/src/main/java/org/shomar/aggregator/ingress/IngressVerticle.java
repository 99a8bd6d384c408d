package org.shomar.aggregator.ingress;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One HTTPS server on one event loop; several share the port.
final class IngressVerticle extends VerticleBase {
    private static final String PACKET_PATH = "/v1/packets";
    private static final String BATCH_PATH = "/v1/packets/batch";
    private static final String ID_PATH = "/v1/packets/";

    private final IngressConfig config;
    private final int port;
    private final Intake intake;
    private final Replies replies;
    private final AtomicInteger openConnections;

    @SuppressWarnings("NullAway.Init") // set by start, before anything else runs
    private HttpServer server;

    /// @param openConnections of all event loops together
    IngressVerticle(
            IngressConfig config,
            int port,
            Intake intake,
            Replies replies,
            AtomicInteger openConnections) {
        this.config = config;
        this.port = port;
        this.intake = intake;
        this.replies = replies;
        this.openConnections = openConnections;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(options());
        ConnectionWatch watch = new ConnectionWatch(vertx, config, openConnections);
        return server.connectionHandler(watch::connected)
                .invalidRequestHandler(request -> {
                    watch.headerArrived(request.connection());
                    invalid(request);
                })
                .requestHandler(request -> {
                    watch.headerArrived(request.connection());
                    route(request);
                })
                .listen();
    }

    /// Stops accepting, lets requests under way be answered, then closes.
    @Override
    public Future<?> stop() {
        return server.shutdown(IngressConfig.SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(IngressConfig.URI_BYTES_MAX)
                .setMaxHeaderSize(IngressConfig.HEADER_BYTES_MAX)
                .setIdleTimeout(IngressConfig.IDLE_SECONDS_MAX)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
        TlsFiles tls = config.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setSslEngineOptions(new OpenSSLEngineOptions())
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setSslHandshakeTimeout(Math.ceilDiv(config.requestMillisMax(), 1_000))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString()));
        }
        return options;
    }

    private void route(HttpServerRequest request) {
        long receivedNanos = System.nanoTime();
        String path = request.path();
        if (path == null) {
            refuse(request, Problem.NOT_FOUND, "the request has no path");
        } else if (path.equals(PACKET_PATH)) {
            if (allowed(request, HttpMethod.POST)
                    && acceptable(request, "application/cose", SignedPacket.MESSAGE_BYTES_MAX)) {
                new PacketRequest(vertx, config, request, intake, replies, receivedNanos).read();
            }
        } else if (path.equals(BATCH_PATH)) {
            if (allowed(request, HttpMethod.POST)
                    && acceptable(request, "application/cbor-seq", IngressConfig.BATCH_BYTES_MAX)) {
                new BatchRequest(vertx, config, request, intake, replies).read();
            }
        } else if (path.startsWith(ID_PATH)) {
            if (allowed(request, HttpMethod.GET)) {
                find(request, path.substring(ID_PATH.length()));
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

    /// Everything that can be said before the body: its length, its type, and whether there is
    /// room.
    private boolean acceptable(HttpServerRequest request, String mediaType, long bytesMax) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && tooLong(length, bytesMax)) {
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
                    "Content-Type must be " + mediaType + ", not " + type);
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
        if (intake.overloaded()) {
            refuse(request, Problem.OVERLOADED, "too many messages wait to be stored");
            return false;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return true;
    }

    private static boolean tooLong(String length, long bytesMax) {
        try {
            return Long.parseLong(length) > bytesMax;
        } catch (NumberFormatException e) {
            return true; // the HTTP decoder refuses what is no number; what is left is too long for
            // a long
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
        intake.find(id)
                .onSuccess(found -> found.ifPresentOrElse(
                        stored -> request.response()
                                .putHeader(
                                        "Content-Type",
                                        json ? "application/json" : "application/cose")
                                .putHeader("Cache-Control", "no-cache")
                                .putHeader("Vary", "Accept")
                                .end(
                                        json
                                                ? Buffer.buffer(stored.body())
                                                : Buffer.buffer(stored.message())),
                        () -> refuse(
                                request, Problem.NOT_FOUND, "no packet with this id is stored")))
                .onFailure(lost ->
                        refuse(request, Problem.OVERLOADED, "the ledger cannot be read now"));
    }

    private static boolean wantsJson(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("application/json");
    }

    /// What the HTTP decoder could not read.
    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem =
                switch (cause) {
                    case TooLongHttpLineException line -> Problem.URI;
                    case TooLongHttpHeaderException header -> Problem.HEADERS;
                    case TooLongFrameException frame -> Problem.TOO_LARGE;
                    case null, default -> Problem.MALFORMED;
                };
        String detail =
                switch (problem) {
                    case URI ->
                        "the request line has at most " + IngressConfig.URI_BYTES_MAX + " bytes";
                    case HEADERS ->
                        "headers have at most " + IngressConfig.HEADER_BYTES_MAX + " bytes";
                    default -> "this is not an HTTP/1.1 request";
                };
        replies.sendAndClose(request, new Answer.Refused(problem, detail));
    }

    /// Refuses a request; when a body may follow, the connection ends with the answer.
    private void refuse(HttpServerRequest request, Problem problem, String detail) {
        Answer.Refused answer = new Answer.Refused(problem, detail);
        if (request.isEnded()
                || request.method().equals(HttpMethod.GET)
                || request.method().equals(HttpMethod.HEAD)) {
            replies.send(request.response(), answer);
        } else {
            replies.sendAndClose(request, answer);
        }
    }
}
