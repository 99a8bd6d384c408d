package org.shomar.loadtest.load;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How packets travel.
///
/// @param batchMax    packets in one request, 1 unless the mode is `BATCH`
/// @param connections open at the same time, over all lanes
/// @param resend      whether a refused packet is sent again, as a branch does
/// @param closed      whether the next packet waits for an answer: the model that finds how
///                    much there can be, and whose latencies leave out the waiting
public record Ways(Mode mode, int batchMax, int connections, boolean resend, boolean closed) {
    public static final int CONNECTIONS_MAX = 20_000;
    public static final int BATCH_DEFAULT = 500;

    private static final int BATCH_MAX = 10_000;
    private static final Pattern MODE =
            Pattern.compile("(keep-alive|connection|batch)(?::([0-9]{1,5}))?");

    /// What carries a packet.
    public enum Mode {
        /// One packet a request, on connections that stay.
        KEEP_ALIVE,
        /// A new connection, so with TLS a new handshake, for each packet.
        CONNECTION,
        /// Many packets a request.
        BATCH
    }

    public Ways {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw new IllegalArgumentException(
                    "--connections must be 1.." + CONNECTIONS_MAX + ", not " + connections);
        }
        if (batchMax < 1 || batchMax > BATCH_MAX) {
            throw new IllegalArgumentException(
                    "a batch must have 1.." + BATCH_MAX + " packets, not " + batchMax);
        }
    }

    /// @param mode `keep-alive`, `connection`, `batch` or `batch:SIZE`
    public static Ways of(String mode, int connections, boolean resend, boolean closed) {
        Matcher parts = MODE.matcher(mode.toLowerCase(Locale.ROOT));
        if (!parts.matches() || (parts.group(2) != null && !parts.group(1).equals("batch"))) {
            throw new IllegalArgumentException(
                    "--mode is keep-alive, connection, batch or batch:SIZE, not " + mode);
        }
        String size = parts.group(2);
        return switch (parts.group(1)) {
            case "connection" -> new Ways(Mode.CONNECTION, 1, connections, resend, closed);
            case "batch" ->
                new Ways(
                        Mode.BATCH,
                        size == null ? BATCH_DEFAULT : Integer.parseInt(size),
                        connections,
                        resend,
                        closed);
            default -> new Ways(Mode.KEEP_ALIVE, 1, connections, resend, closed);
        };
    }
}
