package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// Goal: no bytes make the reader throw, and none are accepted that would be written
/// differently.
///
/// Method: the target of [PacketFuzz], driven with good messages that were cut, grown,
/// spliced and changed in several places at once, 1,000 for each of 200 seeds (`-Dseed=N`
/// replays one).
class PacketFuzzTest {
    private static final int ROUNDS = 1_000;

    /// Bytes on which CBOR heads turn.
    private static final byte[] EDGES = HexFormat.of()
            .parseHex("00171819 1a1b1c1f 2037385f 7f809f a0bfc0 d8f6 f97fff".replace(" ", ""));

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void decodesOrRefuses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomPackets packets = new RandomPackets(seed);
        byte[] good = packets.message();
        byte[] other = packets.message();
        for (int round = 0; round < ROUNDS; round++) {
            PacketFuzz.fuzzerTestOneInput(changed(good, other, random));
        }
    }

    @Test
    void itsTargetTellsGoodFromBad() {
        byte[] message = new RandomPackets(5).message();
        assertThat(Canonical.check(message)).isTrue();
        assertThat(Canonical.check(Arrays.copyOf(message, message.length + 1))).isFalse();
    }

    private static byte[] changed(byte[] good, byte[] other, SplittableRandom random) {
        byte[] bytes = good.clone();
        if (random.nextInt(4) == 0) {
            int at = random.nextInt(Math.min(bytes.length, other.length));
            System.arraycopy(other, 0, bytes, 0, at);
        }
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
        }
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                    ? EDGES[random.nextInt(EDGES.length)]
                    : (byte) random.nextInt(256);
        }
        return bytes;
    }
}
