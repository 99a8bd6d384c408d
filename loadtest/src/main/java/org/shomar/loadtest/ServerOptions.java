package org.shomar.loadtest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;

/// The server that a command sends to and reads from.
final class ServerOptions {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "INGEST",
            description = "such as https://127.0.0.1:8443")
    URI to = URI.create("");

    @Option(
            names = "--public",
            required = true,
            paramLabel = "PUBLIC",
            description = "such as http://127.0.0.1:8080")
    URI reading = URI.create("");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM certificate to trust; without it a loopback address is trusted as it is")
    @Nullable
    Path certificate;
}
