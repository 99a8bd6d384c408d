package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// A body up to a bound; whatever is beyond it is not waited for. Knows when it last grew.
final class BoundedBody implements BodySubscriber<byte[]> {
    private final int bytesMax;
    private final Runnable grown;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    /// @param bytesMax one byte more than that is kept, and no more
    /// @param grown    told of each part, on a thread of the client
    BoundedBody(int bytesMax, Runnable grown) {
        this.bytesMax = bytesMax;
        this.grown = grown;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        grown.run();
        for (ByteBuffer part : parts) {
            byte[] some = new byte[Math.min(part.remaining(), bytesMax + 1 - bytes.size())];
            part.get(some);
            bytes.writeBytes(some);
        }
        if (bytes.size() > bytesMax && subscription != null) {
            subscription.cancel();
            whole.complete(bytes.toByteArray());
        }
    }

    @Override
    public void onError(Throwable failed) {
        whole.completeExceptionally(failed);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.toByteArray());
    }
}
