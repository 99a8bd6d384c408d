package org.shomar.aggregator.ingress;

import org.jspecify.annotations.Nullable;

/// @param host           address to bind
/// @param port           0..65,535; 0 takes a free one
/// @param tls            null only for plain HTTP on loopback
/// @param connectionsMax open connections, over all event loops
/// @param eventLoops     servers that share the port, one an event loop
/// @param requestMillisMax a packet or a header that is not whole after this time, and a
///                         batch of which nothing came for so long, is answered with 408;
///                         a new connection without a byte is closed; 10..600,000
/// @param batchesUnderWayBytesMax bytes of batches let in and not answered, over all event
///                                loops, above which the next is answered with 503; positive
public record IngressConfig(
        String host,
        int port,
        @Nullable TlsFiles tls,
        int connectionsMax,
        int eventLoops,
        int requestMillisMax,
        int batchesUnderWayBytesMax) {
    /// As the contract says.
    public static final int REQUEST_MILLIS = 15_000;

    /// 16 MiB: some 35,000 packets of 450 bytes, which two cores check and store in less than
    /// 2 s. So long, about, the last batch let in waits; with more it would wait longer, and
    /// with much less the cores would idle between a commit and the next batches.
    public static final int BATCHES_UNDER_WAY_BYTES_MAX = 16 << 20;

    /// A connection without a request for so long is closed. Unit: seconds.
    static final int IDLE_SECONDS_MAX = 75;

    /// How long a closing server waits for requests under way. Unit: seconds.
    static final int SHUTDOWN_SECONDS_MAX = 5;

    static final int BATCH_BYTES_MAX = 32 << 20;

    /// Of a packet with some ten candidates. A batch that is refused unread is counted as so
    /// many messages as its bytes may be.
    static final int MESSAGE_BYTES_USUAL = 450;

    /// A message of a batch counts as so many bytes at least, in all bounds: each costs its
    /// decoding and a line, however short it is. No packet is shorter: the COSE frame, one
    /// signature and the definition's hash alone are 149 bytes.
    static final int BATCH_MESSAGE_BYTES_MIN = 160;

    /// Messages of one batch that may be under way before reading pauses.
    static final int BATCH_MESSAGES_IN_FLIGHT_MAX = 4_096;

    /// Bytes of one batch that may be under way before reading pauses; 4,096 messages of an
    /// ordinary size have less.
    static final int BATCH_IN_FLIGHT_BYTES_MAX = 2 << 20;

    /// Messages of one batch that are taken in a row, and lines written, before the event
    /// loop serves others. A batch of an ordinary size never reaches it.
    static final int BATCH_MESSAGES_A_TURN_MAX = 1_024;

    static final int URI_BYTES_MAX = 4_096;
    static final int HEADER_BYTES_MAX = 8_192;

    public IngressConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("ingest port must be 0..65535, not " + port);
        }
        if (connectionsMax < 1) {
            throw new IllegalArgumentException(
                    "connectionsMax must be positive, not " + connectionsMax);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be positive, not " + eventLoops);
        }
        if (requestMillisMax < 10 || requestMillisMax > 600_000) {
            throw new IllegalArgumentException(
                    "requestMillisMax must be 10..600000, not " + requestMillisMax);
        }
        if (batchesUnderWayBytesMax < 1) {
            throw new IllegalArgumentException(
                    "batchesUnderWayBytesMax must be positive, not " + batchesUnderWayBytesMax);
        }
        if (tls == null && !host.equals("127.0.0.1")) {
            throw new IllegalArgumentException("plain HTTP binds 127.0.0.1 only, not " + host);
        }
    }
}
