package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ServerConfig;
import org.shomar.aggregator.ingress.TlsFiles;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Where a node listens and publishes; shared by `serve` and `demo`.
final class NodeOptions {
    @Option(
            names = "--ingest-port",
            paramLabel = "N",
            description = "port for branches, default 8443; 0: any free one")
    int ingestPort = ServerConfig.INGEST_PORT;

    @Option(
            names = "--public-port",
            paramLabel = "N",
            description = "port for readers, default 8080; 0: any free one")
    int publicPort = ServerConfig.PUBLIC_PORT;

    @Option(
            names = "--ops-port",
            paramLabel = "N",
            description = "port for operators, default 8081; 0: any free one")
    int opsPort = ServerConfig.OPS_PORT;

    @Option(
            names = "--tiles",
            paramLabel = "DIR",
            description = "also write the log to this folder, for any web server to serve")
    private @Nullable Path tiles;

    /// @param tls    null for a generated certificate
    /// @param logKey null for a generated key
    ServerConfig config(
            Path data,
            @Nullable String databaseUrl,
            @Nullable TlsFiles tls,
            boolean plain,
            @Nullable Path logKey) {
        return new ServerConfig(
                data, databaseUrl, ingestPort, publicPort, opsPort, tls, plain, logKey, tiles);
    }
}
