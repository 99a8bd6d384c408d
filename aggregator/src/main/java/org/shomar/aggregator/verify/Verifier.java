package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.SignedPacket;

/// Judges packets by one definition.
public final class Verifier {
    public Verifier(Definition definition) {}

    public Verdict verify(SignedPacket signed) {
        throw new IllegalStateException("shell");
    }
}
