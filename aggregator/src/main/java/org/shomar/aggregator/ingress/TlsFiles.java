package org.shomar.aggregator.ingress;

import java.nio.file.Path;

/// What the ingress shows its clients; PEM files.
public record TlsFiles(Path certificate, Path key) {}
