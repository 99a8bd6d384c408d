package org.shomar.loadtest.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The requests of a run, each head and body in one piece. A request says when the oldest of
/// its packets was meant to be sent (`X-Request-Start`), so that the server's own figures of
/// the way count from that moment, too; that of a slow packet, when it was begun.
final class Requests {
    private static final int MICRO_DIGITS = 6;

    private final Work work;
    private final byte[] head;
    private long startMicros;

    Requests(Endpoint ingest, Ways ways, Work work) {
        boolean batches = ways.mode() == Ways.Mode.BATCH;
        this.work = work;
        this.head = ascii("POST " + (batches ? "/v1/packets/batch" : "/v1/packets")
                + " HTTP/1.1\r\nHost: " + ingest.host() + ":" + ingest.port()
                + "\r\nContent-Type: " + (batches ? "application/cbor-seq" : "application/cose")
                + "\r\nX-Request-Start: t=");
    }

    /// @param startNanos `System.nanoTime()` of the start of the run
    void begin(long startNanos) {
        startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
                - TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    }

    /// @param now nanoseconds since the start
    byte[] of(List<Integer> packets, long now) {
        long intended = now;
        int length = 0;
        for (int n : packets) {
            intended = Math.min(intended, work.journal().intended(n));
            length += work.stock().message(n).length;
        }
        byte[] rest = ascii(seconds(intended) + "\r\nContent-Length: " + length + "\r\n\r\n");
        byte[] request = new byte[head.length + rest.length + length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(rest, 0, request, head.length, rest.length);
        int at = head.length + rest.length;
        for (int n : packets) {
            byte[] message = work.stock().message(n);
            System.arraycopy(message, 0, request, at, message.length);
            at += message.length;
        }
        return request;
    }

    /// Unix time, such as `1763827200.123456`.
    private String seconds(long nanos) {
        String micros = Long.toString(startMicros + TimeUnit.NANOSECONDS.toMicros(nanos));
        int point = micros.length() - MICRO_DIGITS;
        return micros.substring(0, point) + "." + micros.substring(point);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
