package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// Goal: a stream is cut into its items and nothing else, wherever the chunks end, whatever
/// the bytes are.
///
/// Method: well-formed items of every kind from 200 seeds (`-Dseed=N` replays one), cut in
/// one chunk, byte by byte and at random; then with bytes changed; and a table of broken
/// streams.
class CborSequenceTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void cutsAlikeForEveryChunking(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomPackets packets = new RandomPackets(seed);
        RandomCbor cbor = new RandomCbor(random);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            int kind = random.nextInt(20);
            byte[] item = kind == 0 ? cbor.large() : kind < 5 ? packets.message() : cbor.item();
            expected.add(
                    item.length > SignedPacket.MESSAGE_BYTES_MAX
                            ? "too large " + stream.size()
                            : HEX.formatHex(item));
            stream.writeBytes(item);
        }
        byte[] bytes = stream.toByteArray();

        assertThat(cut(bytes, bytes.length, null)).isEqualTo(expected);
        assertThat(cut(bytes, 1, null)).isEqualTo(expected);
        assertThat(cut(bytes, 3, random)).isEqualTo(expected);
        assertThat(cut(bytes, 400, random)).isEqualTo(expected);
        assertThat(cut(bytes, 70_000, random)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void neverThrowsAndStaysTheSameForChangedBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new RandomCbor(random).item();
        int step = 1 + bytes.length / 500;
        for (int at = 0; at < bytes.length; at += step) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            List<String> whole = cut(changed, changed.length, null);
            assertThat(cut(changed, 1, null)).isEqualTo(whole);
            assertThat(cut(changed, 7, random)).isEqualTo(whole);
            assertThat(lengthOf(whole)).isLessThanOrEqualTo(changed.length);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("org.shomar.aggregator.packet.RandomPackets#seeds")
    void tellsEveryTruncation(long seed) {
        byte[] bytes = new RandomCbor(new SplittableRandom(seed)).item();
        int step = 1 + bytes.length / 500;
        for (int length = 1; length < bytes.length; length += step) {
            assertThat(cut(Arrays.copyOf(bytes, length), 5, null))
                    .containsExactly(
                            "broken " + length + " the bytes end within the item that begins at 0");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1c                 | broken 0 a reserved first byte
            01 7d              | broken 1 a reserved first byte
            01 fe              | broken 1 a reserved first byte
            ff                 | broken 0 a break where an item should be
            82 01 ff           | broken 2 a break where an item should be
            a1 01 ff           | broken 2 a break where an item should be
            bf 01 ff           | broken 2 a break where an item should be
            9f 82 01 ff        | broken 3 a break where an item should be
            c1 ff              | broken 1 a break where an item should be
            9f c1 ff           | broken 2 a break where an item should be
            1f                 | broken 0 only strings, arrays and maps may lack a length
            3f                 | broken 0 only strings, arrays and maps may lack a length
            df                 | broken 0 only strings, arrays and maps may lack a length
            5f 61 61 ff        | broken 1 a string of indefinite length holds strings of its kind only
            7f 41 61 ff        | broken 1 a string of indefinite length holds strings of its kind only
            5f 5f ff ff        | broken 1 a string of indefinite length holds strings of its kind only
            5f 18 20 ff        | broken 1 a string of indefinite length holds strings of its kind only
            f8 1f              | broken 0 a simple value below 32 in two bytes
            00 18              | broken 2 the bytes end within the item that begins at 1
            5b ff ff ff ff ff ff ff ff 00 | broken 10 the bytes end within the item that begins at 0
            9b ff ff ff ff ff ff ff ff 00 | broken 10 the bytes end within the item that begins at 0
            bb 7f ff ff ff ff ff ff ff 00 | broken 10 the bytes end within the item that begins at 0
            """)
    void saysWhereAStreamIsBroken(String hex, String expected) {
        byte[] bytes = HEX.parseHex(hex.replace(" ", ""));
        assertThat(cut(bytes, bytes.length, null)).last().isEqualTo(expected);
        assertThat(cut(bytes, 1, null)).last().isEqualTo(expected);
    }

    @Test
    void boundsTheNesting() {
        byte[] deep = new byte[CborSequence.NESTING_MAX + 1];
        Arrays.fill(deep, (byte) 0x81);
        deep[CborSequence.NESTING_MAX] = 0;
        assertThat(cut(deep, deep.length, null)).containsExactly(HEX.formatHex(deep));

        deep[CborSequence.NESTING_MAX] = (byte) 0x81;
        assertThat(cut(deep, deep.length, null))
                .containsExactly("broken 64 items nested deeper than 64");
    }

    @Test
    void ignoresAllAfterABreakAndAfterTheEnd() {
        Log log = new Log();
        CborSequence sequence = new CborSequence(log);
        sequence.feed(new byte[] {1, (byte) 0xff, 2});
        sequence.feed(new byte[] {3});
        sequence.end();
        assertThat(log.events).containsExactly("01", "broken 1 a break where an item should be");

        Log second = new Log();
        CborSequence ended = new CborSequence(second);
        ended.end();
        ended.feed(new byte[] {3});
        ended.end();
        assertThat(second.events).isEmpty();
    }

    /// Feeds chunks of `chunk` bytes, or of 0 to `chunk` bytes when a generator is given.
    private static List<String> cut(byte[] bytes, int chunk, @Nullable SplittableRandom random) {
        Log log = new Log();
        CborSequence sequence = new CborSequence(log);
        int at = 0;
        while (at < bytes.length) {
            int length = random == null ? chunk : random.nextInt(chunk + 1);
            int to = Math.min(bytes.length, at + length);
            sequence.feed(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        sequence.end();
        return log.events;
    }

    private static int lengthOf(List<String> events) {
        return events.stream()
                .filter(event -> event.indexOf(' ') < 0)
                .mapToInt(event -> event.length() / 2)
                .sum();
    }

    private static final class Log implements CborSequence.Sink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void message(byte[] message) {
            events.add(HEX.formatHex(message));
        }

        @Override
        public void tooLarge(long offset) {
            events.add("too large " + offset);
        }

        @Override
        public void broken(long offset, String reason) {
            events.add("broken " + offset + " " + reason);
        }
    }
}
