package org.shomar.aggregator.witness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.io.IOException;
import java.net.URI;

/// Requests to one witness, over one connection that is kept, each bounded in time and in the
/// bytes of its answer. Lives on one event loop.
final class Exchange {
    private static final int CONNECTIONS_MAX = 1;
    private static final int SENDINGS_MAX = 2;
    private static final String PATH = "/add-checkpoint";

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final long askMillisMax;

    /// @param status HTTP status
    record Answer(int status, String body) {}

    Exchange(Vertx vertx, URI url, long askMillisMax) {
        this.vertx = vertx;
        this.askMillisMax = askMillisMax;
        boolean tls = "https".equals(url.getScheme());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(tls)
                        .setConnectTimeout((int) askMillisMax)
                        .setMaxHeaderSize(WitnessConfig.RESPONSE_HEADER_BYTES_MAX)
                        .setDecompressionSupported(false),
                new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_MAX)
                        .setMaxWaitQueueSize(CONNECTIONS_MAX));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80)
                .setURI(url.getRawPath() + PATH)
                .setFollowRedirects(false)
                .putHeader("Content-Type", "text/plain; charset=utf-8");
    }

    /// Sends one body; fails when no answer is whole in time or it is too large.
    Future<Answer> post(String body) {
        Promise<Answer> answer = Promise.promise();
        long timer = vertx.setTimer(
                askMillisMax,
                late -> answer.tryFail(
                        new IOException("no answer within " + askMillisMax + " ms")));
        send(Buffer.buffer(body), answer, SENDINGS_MAX);
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /// A kept connection may have been closed by the witness meanwhile, so what fails is sent
    /// once more; the same request twice is harmless. Whatever ends the wait with a failure
    /// ends the request and its connection.
    private void send(Buffer body, Promise<Answer> answer, int sendings) {
        client.request(new RequestOptions(options))
                .compose(request -> {
                    answer.future().onFailure(reason -> request.reset());
                    return request.send(body).compose(Exchange::read);
                })
                .onSuccess(answer::tryComplete)
                .onFailure(fault -> {
                    boolean tooLarge = fault instanceof BoundedBody.TooLargeException;
                    if (sendings > 1 && !tooLarge && !answer.future().isComplete()) {
                        send(body, answer, sendings - 1);
                    } else {
                        answer.tryFail(fault);
                    }
                });
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return BoundedBody.read(response, WitnessConfig.RESPONSE_BYTES_MAX)
                .map(text -> new Answer(response.statusCode(), text));
    }

    Future<Void> close() {
        return client.close();
    }
}
