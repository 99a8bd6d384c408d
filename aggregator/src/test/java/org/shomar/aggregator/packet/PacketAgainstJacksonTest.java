package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.SplittableRandom;

/// Goal: our bytes mean to others what they mean to us.
///
/// Method: Jackson's CBOR reader, which shares no line with ours, reads messages of 200 seeds
/// (`-Dseed=N` replays one) and changed ones that we accept; every field has to be the same.
class PacketAgainstJacksonTest {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void jacksonReadsTheSameValues(long seed) throws IOException {
        RandomPackets random = new RandomPackets(seed);
        ResultPacket packet = random.packet();
        sameValues(random.message(packet), packet);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void jacksonReadsTheSameValuesFromChangedMessages(long seed) throws IOException {
        byte[] message = new RandomPackets(seed).message();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            byte[] changed = message.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            if (PacketCodec.decode(changed) instanceof Decoded.Packet read) {
                sameValues(changed, read.signed().packet());
            }
        }
    }

    private static void sameValues(byte[] message, ResultPacket packet) throws IOException {
        JsonNode cose = CBOR.readTree(message);
        assertThat(cose.size()).isEqualTo(4);
        assertThat(cose.get(3).isBinary() || cose.get(3).isArray()).isTrue();
        JsonNode map = CBOR.readTree(cose.get(2).binaryValue());

        assertThat(map.get("0").asInt()).isEqualTo(1);
        assertThat(map.get("1").textValue()).isEqualTo(packet.election());
        assertThat(map.get("2").binaryValue()).isEqualTo(packet.definition().bytes());
        assertThat(map.get("3").intValue()).isEqualTo(packet.phase().number());
        assertThat(map.get("4").intValue()).isEqualTo(packet.contest());
        assertThat(map.get("5").intValue()).isEqualTo(packet.branch());
        assertThat(map.get("6").intValue()).isEqualTo(packet.revision());
        assertThat(map.has("7")).isEqualTo(packet.revision() > 1);
        Digest previous = packet.previous();
        if (previous != null) {
            assertThat(map.get("7").binaryValue()).isEqualTo(previous.bytes());
        }
        assertThat(map.get("8").longValue()).isEqualTo(packet.countedAt());
        Ballots ballots = packet.ballots();
        assertThat(map.get("9").intValue()).isEqualTo(ballots.issued());
        assertThat(map.get("10").intValue()).isEqualTo(ballots.cast());
        assertThat(map.get("11").intValue()).isEqualTo(ballots.blank());
        assertThat(map.get("12").intValue()).isEqualTo(ballots.invalid());
        assertThat(counts(map.get("13"))).isEqualTo(packet.votes());
        assertThat(counts(map.get("14"))).isEqualTo(packet.listVotes());
        assertThat(map.get("15").intValue()).isEqualTo(packet.channel().number());
        assertThat(map.has("16") ? map.get("16").textValue() : null).isEqualTo(packet.note());
    }

    private static @Nullable Counts counts(@Nullable JsonNode array) {
        if (array == null) {
            return null;
        }
        int[] counts = new int[array.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = array.get(i).intValue();
        }
        return Counts.of(counts);
    }
}
