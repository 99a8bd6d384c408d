package org.shomar.aggregator.election.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Digest;

/// Private keys that follow from a number: for rehearsals only, since whoever knows the
/// number has them all.
final class Seeds {
    /// The one role in every branch.
    static final String ROLE = "presiding";

    private final long seed;

    Seeds(long seed) {
        this.seed = seed;
    }

    byte[] branch(int branch) {
        return derived("branch " + branch + " " + ROLE);
    }

    byte[] officer(String officer) {
        return derived("officer " + officer);
    }

    private byte[] derived(String holder) {
        return Digest.sha256(("shomar rehearsal key " + seed + " " + holder).getBytes(UTF_8))
                .bytes();
    }
}
