package org.shomar.benchmarks;

import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Ed25519;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A packet of about 400 bytes, as the figures elsewhere use.
final class Packets {
    static final byte[] SEED = seed();

    private static final int CANDIDATES = 60;
    private static final long COUNTED_AT = 1_777_658_400L;

    private Packets() {}

    static byte[] signed(int branch) {
        Counts votes =
                Counts.of(IntStream.range(0, CANDIDATES).map(i -> 300 + i).toArray());
        int cast = (int) votes.sum();
        ResultPacket packet = new ResultPacket(
                "kerman-1405",
                Digest.sha256(new byte[] {1}),
                Phase.REHEARSAL,
                7,
                branch,
                1,
                null,
                COUNTED_AT,
                new Ballots(cast, cast, 0, 0),
                votes,
                null,
                Channel.NETWORK,
                null);
        return PacketCodec.sign1(packet, bytes -> Ed25519.bouncyCastle().sign(SEED, bytes));
    }

    private static byte[] seed() {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        Arrays.fill(seed, (byte) 7);
        return seed;
    }
}
