package org.shomar.aggregator.ledger;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Finding;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verdicts;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Entries with invented bytes, which is all that a ledger looks at.
final class Packets {
    static final byte[] STATEMENT = "definition statement".getBytes(StandardCharsets.UTF_8);

    private static final Digest DEFINITION = Digest.sha256(STATEMENT);

    private Packets() {}

    static Verdict.Storable first(int contest, int branch, Finding... findings) {
        return of(contest, branch, 1, null, "", findings);
    }

    /// Another packet of the same branch and revision: `content` tells them apart.
    static Verdict.Storable first(int contest, int branch, String content) {
        return of(contest, branch, 1, null, content);
    }

    static Verdict.Storable after(Verdict.Storable before) {
        ResultPacket packet = before.signed().packet();
        return of(
                packet.contest(),
                packet.branch(),
                packet.revision() + 1,
                before.signed().id(),
                "");
    }

    static Verdict.Storable of(
            int contest,
            int branch,
            int revision,
            @Nullable Digest previous,
            String content,
            Finding... findings) {
        String payload = contest + "/" + branch + "/" + revision + "/" + previous + "/" + content;
        byte[] message = ("message " + payload).getBytes(StandardCharsets.UTF_8);
        ResultPacket packet = new ResultPacket(
                "test",
                DEFINITION,
                Phase.REHEARSAL,
                contest,
                branch,
                revision,
                previous,
                1_777_000_000,
                new Ballots(10, 10, 0, 0),
                Counts.of(10),
                null,
                Channel.NETWORK,
                null);
        SignedPacket signed = new SignedPacket(
                message,
                packet,
                Digest.sha256(payload.getBytes(StandardCharsets.UTF_8)),
                Digest.sha256(new byte[] {0}, message),
                List.of());
        return Verdicts.storable(signed, findings);
    }
}
