package org.shomar.aggregator.feed;

/// What may be set of the public plane. The limits that nobody needs to set are named where
/// they are used.
///
/// @param port            to listen on, 0 for any free one
/// @param loops           event loops that serve readers, 1..64
/// @param tickMillis      at most one state of a contest is published per tick; 1..10,000
/// @param progressMillis  the same for the topic `election`, whose state is large
/// @param heartbeatMillis at most this long between two frames to a reader; 10..5,000
/// @param slowMillisMax   a reader whose queue stays full longer is closed with 4000
/// @param queueBytesMax   bytes that may wait for one reader before it gets no more frames
/// @param readersMax      WebSocket connections; one more is closed with 1013
/// @param connectionsMax  HTTP connections; one more is answered 503, many more are closed
/// @param headerMillisMax a request header that is not whole after this time is answered 408,
///                        a new connection without a byte closed; 10..600,000
public record FeedConfig(
        String host,
        int port,
        int loops,
        int tickMillis,
        int progressMillis,
        int heartbeatMillis,
        int slowMillisMax,
        int queueBytesMax,
        int readersMax,
        int connectionsMax,
        int headerMillisMax) {
    public static final FeedConfig DEFAULT = new FeedConfig(
            "0.0.0.0", 8080, 2, 100, 1_000, 4_500, 30_000, 256 * 1_024, 100_000, 20_000, 15_000);

    public FeedConfig {
        inRange("port", port, 0, 65_535);
        inRange("loops", loops, 1, 64);
        inRange("tickMillis", tickMillis, 1, 10_000);
        inRange("progressMillis", progressMillis, 1, 60_000);
        inRange("heartbeatMillis", heartbeatMillis, 10, 5_000);
        inRange("slowMillisMax", slowMillisMax, 10, 600_000);
        inRange("queueBytesMax", queueBytesMax, 1_024, 64 * 1_024 * 1_024);
        inRange("readersMax", readersMax, 1, 10_000_000);
        inRange("connectionsMax", connectionsMax, 1, 10_000_000);
        inRange("headerMillisMax", headerMillisMax, 10, 600_000);
    }

    /// The same, listening elsewhere.
    public FeedConfig at(String otherHost, int otherPort) {
        return new FeedConfig(
                otherHost,
                otherPort,
                loops,
                tickMillis,
                progressMillis,
                heartbeatMillis,
                slowMillisMax,
                queueBytesMax,
                readersMax,
                connectionsMax,
                headerMillisMax);
    }

    private static void inRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " must be " + min + ".." + max + ", not " + value);
        }
    }
}
