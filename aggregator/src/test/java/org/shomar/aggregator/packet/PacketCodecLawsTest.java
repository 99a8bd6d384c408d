package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// Goal: what is written is read back to the same values, what is accepted is written to
/// the same bytes, and nothing makes the reader throw.
///
/// Method: packets from 200 seeds (`-Dseed=N` replays one), then cut and changed at every
/// place.
class PacketCodecLawsTest {
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void readsWhatItWrites(long seed) {
        RandomPackets random = new RandomPackets(seed);
        ResultPacket packet = random.packet();
        byte[] message = random.message(packet);

        SignedPacket signed = accepted(message);

        assertThat(signed.packet()).isEqualTo(packet);
        assertThat(signed.message()).isSameAs(message);
        assertThat(signed.id()).isEqualTo(Digest.sha256(PacketCodec.payload(packet)));
        assertThat(signed.leafHash()).isEqualTo(Digest.sha256(new byte[1], message));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void refusesEveryTruncation(long seed) {
        byte[] message = new RandomPackets(seed).message();
        int step = 1 + message.length / 1_000;
        for (int length = 0; length < message.length; length += step) {
            byte[] cut = Arrays.copyOf(message, length);
            if (!(PacketCodec.decode(cut) instanceof Decoded.Malformed malformed)) {
                throw new AssertionError("accepted a message cut to " + length + " bytes");
            }
            assertThat(malformed.offset()).isBetween(0, length);
            assertThat(malformed.reason()).isNotBlank().doesNotContain("\n");
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void acceptsOnlyWhatItWouldWriteTheSame(long seed) {
        byte[] message = new RandomPackets(seed).message();
        SplittableRandom random = new SplittableRandom(seed);
        int step = 1 + message.length / 1_000;
        for (int at = 0; at < message.length; at += step) {
            for (int change : new int[] {1 << random.nextInt(8), 1 + random.nextInt(255)}) {
                byte[] changed = message.clone();
                changed[at] ^= (byte) change;
                Canonical.check(changed);
            }
        }
    }

    @Test
    void keepsTextsByteForByte() {
        String note = "می\u200cشود ی/ي ک/ك España ñ/n\u0303 🗳️ Å/A\u030a";
        byte[] utf8 = note.getBytes(StandardCharsets.UTF_8);
        RandomPackets random = new RandomPackets(1);
        ResultPacket packet = withNote(random.packet(), note);

        byte[] payload = PacketCodec.payload(packet);
        SignedPacket signed = accepted(PacketCodec.sign1(packet, random.signer()));

        assertThat(Arrays.copyOfRange(payload, payload.length - utf8.length, payload.length))
                .isEqualTo(utf8);
        assertThat(signed.packet().note()).isEqualTo(note);
        assertThat(signed.packet()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Kerman", "کرمان", "a_b", "a b"})
    void writesNoRoleThatCannotBeRead(String role) {
        RandomPackets random = new RandomPackets(2);
        assertThatThrownBy(() -> PacketCodec.sign(
                        random.packet(),
                        List.of(new PacketCodec.RoleSigner(role, random.signer()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kid");
    }

    @Test
    void writesNoPacketThatCannotBeRead() {
        RandomPackets random = new RandomPackets(3);
        ResultPacket good = random.packet();
        assertThatThrownBy(() -> PacketCodec.payload(withNote(good, "\ud800")))
                .hasMessageContaining("not valid Unicode");
        assertThatThrownBy(() -> PacketCodec.payload(withNote(good, "ñ".repeat(129))))
                .hasMessageContaining("note must have at most 256 bytes, not 258");
        assertThatThrownBy(() -> PacketCodec.sign1(good, toBeSigned -> new byte[63]))
                .hasMessageContaining("64 bytes, not 63");
        assertThatThrownBy(() -> PacketCodec.sign(good, List.of())).hasMessageContaining("1..16");
    }

    @Test
    void writesTheDefinitionStatement() {
        byte[] statement = PacketCodec.definitionStatement(
                "kerman-1405", Digest.of(new byte[32]), Phase.OFFICIAL);
        assertThat(HexFormat.of().formatHex(statement))
                .isEqualTo("a40001016b6b65726d616e2d31343035025820" + "00".repeat(32) + "0301");
    }

    private static SignedPacket accepted(byte[] message) {
        return switch (PacketCodec.decode(message)) {
            case Decoded.Packet read -> read.signed();
            case Decoded.Malformed malformed -> fail("refused: " + malformed);
        };
    }

    static ResultPacket withNote(ResultPacket p, String note) {
        return new ResultPacket(
                p.election(),
                p.definition(),
                p.phase(),
                p.contest(),
                p.branch(),
                p.revision(),
                p.previous(),
                p.countedAt(),
                p.ballots(),
                p.votes(),
                p.listVotes(),
                p.channel(),
                note);
    }
}
