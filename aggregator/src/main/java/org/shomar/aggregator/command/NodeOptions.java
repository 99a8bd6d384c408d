package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ServerConfig;
import org.shomar.aggregator.ingress.TlsFiles;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;
import org.shomar.aggregator.witness.WitnessAddress;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    @Option(
            names = "--witness",
            paramLabel = "VKEY=URL",
            description = "key and address of a witness that cosigns the log, as it prints them;"
                    + " once more for each further one")
    private List<String> witnesses = List.of();

    private List<WitnessAddress> addresses() {
        Ed25519 ed25519 = Ed25519.fastest();
        List<WitnessAddress> addresses = new ArrayList<>();
        for (String witness : witnesses) {
            try {
                addresses.add(WitnessAddress.parse(witness, ed25519));
            } catch (UnfitTextException unfit) {
                throw StopException.usage("--witness: " + unfit.getMessage());
            }
        }
        return addresses;
    }

    /// @param tls    null for a generated certificate
    /// @param logKey null for a generated key
    ServerConfig config(
            Path data,
            @Nullable String databaseUrl,
            @Nullable TlsFiles tls,
            boolean plain,
            @Nullable Path logKey) {
        return new ServerConfig(
                data,
                databaseUrl,
                ingestPort,
                publicPort,
                opsPort,
                tls,
                plain,
                logKey,
                tiles,
                addresses());
    }
}
