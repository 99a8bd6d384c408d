package org.shomar.aggregator;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ingress.TlsFiles;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a node is told at start.
///
/// @param data        folder for the embedded database, the last signed checkpoint, and what
///                    is generated: certificate and log key
/// @param databaseUrl null for the embedded database
/// @param ingestPort  0..65,535, different from the other ports; 0 takes a free one, as for
///                    them
/// @param tls         null for a generated certificate
/// @param plain       HTTP instead of HTTPS at the ingress, on loopback only
/// @param logKey      file of the key that signs the log, null for a generated one
/// @param tiles       folder to which the log is written for other web servers, null for none
public record ServerConfig(
        Path data,
        @Nullable String databaseUrl,
        int ingestPort,
        int publicPort,
        int opsPort,
        @Nullable TlsFiles tls,
        boolean plain,
        @Nullable Path logKey,
        @Nullable Path tiles) {
    public static final int INGEST_PORT = 8443;
    public static final int PUBLIC_PORT = 8080;
    public static final int OPS_PORT = 8081;

    /// Between a colon and the last `@`, or in the query.
    private static final Pattern PASSWORD =
            Pattern.compile("(?<=//[^:/@]{0,256}:).*(?=@)|(?<=password=)[^&]*");

    public ServerConfig {
        port("ingest", ingestPort);
        port("public", publicPort);
        port("ops", opsPort);
        apart("ingest", ingestPort, "public", publicPort);
        apart("ingest", ingestPort, "ops", opsPort);
        apart("public", publicPort, "ops", opsPort);
        if (plain && tls != null) {
            throw new IllegalArgumentException(
                    "--plain has no certificate: leave out --tls-cert and --tls-key");
        }
    }

    /// As it is logged: without the database's password.
    @Override
    public String toString() {
        String url = databaseUrl;
        String shown = url == null ? "embedded" : PASSWORD.matcher(url).replaceAll("***");
        return "ServerConfig[data=" + data + ", database=" + shown + ", ingestPort=" + ingestPort
                + ", publicPort=" + publicPort + ", opsPort=" + opsPort + ", tls=" + tls
                + ", plain=" + plain + ", logKey=" + (logKey == null ? "generated" : logKey)
                + ", tiles=" + (tiles == null ? "none" : tiles) + ']';
    }

    private static void port(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--" + name + "-port must be 0..65535, not " + port);
        }
    }

    /// Vert.x lets two servers of one process share a port; each gets some of the connections.
    private static void apart(String name, int port, String otherName, int otherPort) {
        if (port != 0 && port == otherPort) {
            throw new IllegalArgumentException("--" + name + "-port and --" + otherName
                    + "-port must differ, not both " + port);
        }
    }
}
