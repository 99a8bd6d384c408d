package org.shomar.loadtest.load;

import io.vertx.core.Future;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits on a thread that may block.
final class Waiting {
    /// For anything that a server is asked.
    private static final int SECONDS_MAX = 300;

    private Waiting() {}

    static <T> T on(Future<T> future) throws IOException {
        try {
            return future.await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + SECONDS_MAX + " s", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw e instanceof IOException trouble ? trouble : new IOException(e);
        }
    }
}
