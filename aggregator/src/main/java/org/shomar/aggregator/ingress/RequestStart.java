package org.shomar.aggregator.ingress;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// How long before it came a request was meant to be sent, where it says so:
/// `X-Request-Start: t=1763827200.123456`, Unix time in seconds. Load balancers write that
/// header, and load generators, so that a server that stands still is seen with all that had
/// to wait for it. For the figures alone: nobody signs it, so nothing is decided by it.
///
/// Both clocks must agree. What seems to come from the future, or from more than
/// [#AGE_SECONDS_MAX] ago, or is no number, is taken for not said.
final class RequestStart {
    static final int AGE_SECONDS_MAX = 3_600;

    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Start");
    private static final String BEFORE_SECONDS = "t=";
    private static final int TEXT_LENGTH_MAX = 32;
    private static final double MICROS = 1e6;

    private RequestStart() {}

    /// How old the request is, to be asked when it begins.
    static OptionalLong ageNanos(HttpServerRequest request) {
        String said = request.getHeader(HEADER);
        return said == null
                ? OptionalLong.empty()
                : ageNanos(said, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    /// @param nowMicros since 1970
    static OptionalLong ageNanos(String said, long nowMicros) {
        if (!said.startsWith(BEFORE_SECONDS) || said.length() > TEXT_LENGTH_MAX) {
            return OptionalLong.empty();
        }
        try {
            // Today a double tells a quarter of a microsecond apart.
            double seconds = Double.parseDouble(said.substring(BEFORE_SECONDS.length()));
            double micros = nowMicros - seconds * MICROS;
            return micros >= 0 && micros <= AGE_SECONDS_MAX * MICROS
                    ? OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(Math.round(micros)))
                    : OptionalLong.empty();
        } catch (NumberFormatException notSaid) {
            return OptionalLong.empty();
        }
    }
}
