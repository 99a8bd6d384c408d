package org.shomar.aggregator.witness;

import java.util.concurrent.TimeUnit;

/// Where a witness listens, and its bounds.
///
/// @param host             address to bind
/// @param port             0 for any free one
/// @param connectionsMax   open at once, 1 or more; one more is closed
/// @param requestMillisMax from the last answer, or the opening of the connection, until the
///                         next request must be whole; 1 or more
public record WitnessServerConfig(
        String host, int port, int connectionsMax, long requestMillisMax) {
    static final int HEADER_BYTES_MAX = 8_192;
    static final int REQUEST_LINE_BYTES_MAX = 4_096;

    /// Requests at the disk, or waiting for it; one more is 503.
    static final int UNDER_WAY_MAX = 64;

    /// How long requests under way may take when the server closes.
    static final int CLOSING_SECONDS_MAX = 5;

    private static final int CONNECTIONS_MAX = 1_000;
    private static final int PORT_MAX = 65_535;

    /// A log asks every few seconds on the same connection, so this is long.
    private static final long REQUEST_MILLIS_MAX = TimeUnit.SECONDS.toMillis(75);

    public WitnessServerConfig {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is 0.." + PORT_MAX + ", not " + port);
        }
        if (connectionsMax < 1 || requestMillisMax < 1) {
            throw new IllegalArgumentException("bounds are 1 or more: " + connectionsMax
                    + " connections, " + requestMillisMax + " ms");
        }
    }

    /// The usual bounds at an address.
    public static WitnessServerConfig at(String host, int port) {
        return new WitnessServerConfig(host, port, CONNECTIONS_MAX, REQUEST_MILLIS_MAX);
    }
}
