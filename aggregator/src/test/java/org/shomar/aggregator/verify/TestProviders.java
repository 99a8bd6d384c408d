package org.shomar.aggregator.verify;

import java.util.List;
import java.util.stream.Stream;

/// The providers that every signature test runs on.
final class TestProviders {
    private TestProviders() {}

    static List<Ed25519> all() {
        return Stream.concat(Stream.of(Ed25519.bouncyCastle()), Ed25519.corretto().stream())
                .toList();
    }
}
