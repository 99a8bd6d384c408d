package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Signing;

/// The one strict signature rule, on one of two providers.
public final class Ed25519 implements KeyDecoder, Signing {
    private Ed25519() {}

    /// Corretto where it loads and passes its self-test, else Bouncy Castle.
    public static Ed25519 fastest() {
        throw new IllegalStateException("shell");
    }

    @Override
    public Result decode(byte[] raw) {
        throw new IllegalStateException("shell");
    }

    @Override
    public byte[] sign(byte[] seed, byte[] message) {
        throw new IllegalStateException("shell");
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        throw new IllegalStateException("shell");
    }
}
