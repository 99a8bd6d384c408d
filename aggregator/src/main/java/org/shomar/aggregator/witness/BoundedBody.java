package org.shomar.aggregator.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

import java.io.IOException;

/// Reads a body of text up to a bound, and nothing of it beyond.
final class BoundedBody {
    private final Buffer bytes = Buffer.buffer();
    private final Promise<String> whole = Promise.promise();
    private final int bytesMax;

    /// More bytes came than may.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(int bytesMax) {
            super("more than " + bytesMax + " bytes");
        }
    }

    private BoundedBody(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// The body, whose bytes that are not UTF-8 become U+FFFD; a [TooLargeException] as soon
    /// as it is too large; or another failure when it ends in the middle.
    static Future<String> read(ReadStream<Buffer> from, int bytesMax) {
        BoundedBody body = new BoundedBody(bytesMax);
        from.handler(body::more);
        from.exceptionHandler(body.whole::tryFail);
        from.endHandler(end -> body.whole.tryComplete(body.bytes.toString(UTF_8)));
        return body.whole.future();
    }

    private void more(Buffer chunk) {
        if (bytes.length() + chunk.length() > bytesMax) {
            whole.tryFail(new TooLargeException(bytesMax));
        } else if (!whole.future().isComplete()) {
            bytes.appendBuffer(chunk);
        }
    }
}
