package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Goal: whoever sends a malformed message is told at which byte it goes wrong and what
/// belongs there.
///
/// Method: two good messages, written in hex by hand, in five parts. A row takes one part,
/// replaces some of its bytes (outer lengths follow) and gives the offset within that part
/// and the reason.
class MalformedPacketTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String TYPE_ITEM = "7822" + ascii("application/vnd.shomar.packet+cbor");
    private static final String DIGEST = "5820" + "22".repeat(32);
    private static final String PAYLOAD =
            "b1 0001 016165 02" + DIGEST + " 0300 0407 050c 0602 07" + DIGEST.replace("22", "33")
                    + " 081a6a0d5e80 09190578 0a190514 0b04 0c05 0d821902580a 0e8103 0f00 1062c3b1";

    private static final String SIGNATURE = "5840" + "55".repeat(64);

    private static final Message SIGN1 =
            new Message("d284", "a2 0127 03" + TYPE_ITEM, "a0", PAYLOAD, SIGNATURE);

    private static final Message SIGN = new Message(
            "d86284",
            "a1 03" + TYPE_ITEM,
            "a0",
            PAYLOAD,
            "82 83 43a10127 a1 04 42" + ascii("hq") + SIGNATURE + " 83 43a10132 a1 04 49"
                    + ascii("presiding") + SIGNATURE.replace("55", "66"));

    @Test
    void acceptsTheMessagesThatTheTableChanges() {
        assertThat(PacketCodec.decode(SIGN1.bytes())).isInstanceOf(Decoded.Packet.class);
        assertThat(PacketCodec.decode(SIGN.bytes())).isInstanceOf(Decoded.Packet.class);
        assertThat(Canonical.check(SIGN1.bytes())).isTrue();
        assertThat(Canonical.check(SIGN.bytes())).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = false, nullValues = "-", textBlock = """
            head        | d284     | -          | 0  | a COSE message must be a tag, not a byte string
            head        | d284     | 84         | 0  | a COSE message must be a tag, not an array
            head        | d284     | d184       | 0  | the tag must be 18 (COSE_Sign1) or 98 (COSE_Sign), not 17
            head        | d284     | d81284     | 0  | a COSE message must be written in the shortest form
            head        | d284     | d283       | 1  | the COSE message must have 4 items, not 3
            head        | d284     | d29f       | 1  | the COSE message must have a definite length
            head        | d284     | d2a4       | 1  | the COSE message must be an array, not a map
            head        | d284     | d2         | 1  | the COSE message must be an array, not a byte string
            protected   | a20127   | a10127     | 0  | the protected header must have 2 entries, not 1
            protected   | a20127   | a20126     | 2  | alg must be -8 (EdDSA) or -19 (Ed25519)
            protected   | a20127   | a20108     | 2  | alg must be a negative integer, not an unsigned integer
            protected   | a20127   | a2013807   | 2  | alg must be written in the shortest form
            protected   | a20127   | a2013bffffffffffffffff | 2 | alg must be -8 (EdDSA) or -19 (Ed25519)
            protected   | a20127   | a20227     | 1  | header 1 (alg) must stand here, not 2
            protected   | a20127   | a26127     | 1  | a header's key must be an unsigned integer, not a text
            protected   | 037822   | 047822     | 3  | header 3 (content type) must stand here, not 4
            protected   | 037822   | 035822     | 4  | the content type must be a text, not a byte string
            protected   | 7061636b | 7061636c   | 4  | the content type must be application/vnd.shomar.packet+cbor
            protected   | 63626f72 | 63626f7200 | 40 | the protected header must end here; bytes too many: 1
            unprotected | a0       | a10540     | 1  | header 4 (kid) must stand here, not 5
            unprotected | a0       | a1046131   | 2  | the kid must be a byte string, not a text
            unprotected | a0       | a2044004   | 0  | the unprotected header must have at most 1 entries, not 2
            unprotected | a0       | f6         | 0  | the unprotected header must be a map, not a simple value
            payload     | b1       | bf         | 0  | the payload must have a definite length
            payload     | b1       | ad         | 0  | the payload must have 14..17 entries, not 13
            payload     | b1       | b0         | 113 | the payload must end here; bytes too many: 4
            payload     | b1       | 91         | 0  | the payload must be a map, not an array
            payload     | 0001     | 0002       | 2  | version must be 1, not 2
            payload     | 0001     | 0101       | 1  | key 0 (version) must stand here, not key 1
            payload     | 016165   | 0160       | 4  | election must have 1..64 bytes, not 0
            payload     | 016165   | 016145     | 5  | election must be of a-z 0-9 - only
            payload     | 016165   | 0162c3b1   | 5  | election must be of a-z 0-9 - only
            payload     | 016165   | 014165     | 4  | election must be a text, not a byte string
            payload     | 025820   | 025821     | 7  | definition must have 32 bytes, not 33
            payload     | 0300     | 0302       | 42 | phase must be 0..1, not 2
            payload     | 0300     | 0320       | 42 | phase must be an unsigned integer, not a negative integer
            payload     | 0300     | 03f90000   | 42 | phase must be an unsigned integer, not a float
            payload     | 0407     | 0400       | 44 | contest must be 1..2147483647, not 0
            payload     | 0407     | 041a80000000 | 44 | contest must be 1..2147483647, not 2147483648
            payload     | 0407     | 041bffffffffffffffff | 44 | contest must be 1..2147483647, not 18446744073709551615
            payload     | 0407     | 041807     | 44 | contest must be written in the shortest form
            payload     | 0407     | 04190007   | 44 | contest must be written in the shortest form
            payload     | 0407     | 041a00000007 | 44 | contest must be written in the shortest form
            payload     | 0407     | 041b0000000000000007 | 44 | contest must be written in the shortest form
            payload     | 0407     | 041817 | 44 | contest must be written in the shortest form
            payload     | 0407     | 041900ff | 44 | contest must be written in the shortest form
            payload     | 0407     | 041a0000ffff | 44 | contest must be written in the shortest form
            payload     | 0407     | 041b00000000ffffffff | 44 | contest must be written in the shortest form
            payload     | 0407     | 041c       | 44 | contest begins with a reserved byte, which is not CBOR
            payload     | 0407     | -          | 43 | key 4 (contest) must stand here, not key 5
            payload     | 050c     | 0407       | 45 | key 5 (branch) must stand here, not key 4
            payload     | 050c     | 18050c     | 45 | a key of the payload must be written in the shortest form
            payload     | 0602     | 0600       | 48 | revision must be 1..65535, not 0
            payload     | 0602     | 061a00010000 | 48 | revision must be 1..65535, not 65536
            payload     | 0602     | 0601       | 49 | key 7 (previous) must be absent in revision 1
            payload     | 081a6a0d5e80 | 081b0000010000000000 | 85 | counted_at must be 0..1099511627775, not 1099511627776
            payload     | 09190578 | 091a80000000 | 91 | issued must be 0..2147483647, not 2147483648
            payload     | 0c05     | 0cf5       | 101 | invalid must be an unsigned integer, not a simple value
            payload     | 0d821902580a | 0d8219025820 | 107 | votes must be an unsigned integer, not a negative integer
            payload     | 0d821902580a | 0d821801 0a | 104 | votes must be written in the shortest form
            payload     | 0d821902580a | 0d991001   | 103 | votes must have at most 4096 items, not 4097
            payload     | 0d821902580a | 0d991000   | 103 | votes has 4096 items, more than the bytes that follow hold
            payload     | 0e8103   | 0e990101   | 109 | list_votes must have at most 256 items, not 257
            payload     | 0f00     | 0f04       | 112 | channel must be 0..3, not 4
            payload     | 0f00     | 0e00       | 111 | key 15 (channel) must stand here, not key 14
            payload     | 1062c3b1 | 1062c328   | 115 | note must be valid UTF-8
            payload     | 1062c3b1 | 1062c0af   | 115 | note must be valid UTF-8
            payload     | 1062c3b1 | 1063eda080 | 115 | note must be valid UTF-8
            payload     | 1062c3b1 | 1064f4908080 | 115 | note must be valid UTF-8
            payload     | 1062c3b1 | 106161c3   | 116 | the payload must end here; bytes too many: 1
            payload     | 1062c3b1 | 10790101   | 114 | note must have at most 256 bytes, not 257
            payload     | 1062c3b1 | 106361     | 114 | note has 3 bytes, more than the bytes that follow hold
            payload     | 1062c3b1 | 1160       | 113 | key 17 is unknown
            payload     | 1062c3b1 | 0f00       | 113 | key 15 stands twice or out of order
            payload     | 1062c3b1 | 10         | 114 | the bytes end where note should be
            payload     | 1062c3b1 | -          | 113 | the bytes end where a key of the payload should be
            tail        | 5840     | 583f       | 0  | the signature must have 64 bytes, not 63
            tail        | 5840     | 5841       | 0  | the signature must have 64 bytes, not 65
            tail        | 5840     | 7840       | 0  | the signature must be a byte string, not a text
            tail        | 5840     | 585840     | 0  | the signature must have 64 bytes, not 88
            """)
    void saysWhereASign1GoesWrong(String part, String from, String to, int offset, String reason) {
        says(SIGN1, part, from, to == null ? "" : to, offset, reason);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            head        | d86284   | d29862     | 1  | the COSE message must have 4 items, not 98
            protected   | a103     | a2012703   | 0  | the protected header must have 1 entries, not 2
            unprotected | a0       | a10440     | 0  | the unprotected header must have 0 entries, not 1
            tail        | 8283     | 80         | 0  | the list of signatures must have 1..16 items, not 0
            tail        | 8283     | 9183       | 0  | the list of signatures must have 1..16 items, not 17
            tail        | 8283     | 8383       | 160 | the bytes end where a signature of the list should be
            tail        | 8283     | 8183       | 77 | the message must end here; bytes too many: 83
            tail        | 8283     | 8284       | 1  | a signature of the list must have 3 items, not 4
            tail        | 43a10127 | 43a10126   | 5  | alg must be -8 (EdDSA) or -19 (Ed25519)
            tail        | 43a10127 | 43a00127   | 3  | a signature's protected header must have 1 entries, not 0
            tail        | 43a10127 | 44a1012700 | 6  | a signature's protected header must end here; bytes too many: 1
            tail        | a104426871 | a0       | 6  | a signature's unprotected header must have 1 entries, not 0
            tail        | a104426871 | a10440   | 8  | the kid, the role of the key, must have 1..64 bytes, not 0
            tail        | a104426871 | a104624142 | 8 | the kid, the role of the key, must be a byte string, not a text
            tail        | a104426871 | a104426841 | 10 | the kid, the role of the key, must be of a-z 0-9 - only
            tail        | a104426871 | a105426871 | 7 | header 4 (kid) must stand here, not 5
            """)
    void saysWhereASignGoesWrong(String part, String from, String to, int offset, String reason) {
        says(SIGN, part, from, to == null ? "" : to, offset, reason);
    }

    @Test
    void tellsADecisionFromAPacket() {
        String decision = "7824" + ascii("application/vnd.shomar.decision+cbor");
        says(
                SIGN,
                "protected",
                TYPE_ITEM,
                decision,
                2,
                "this is an officer's decision; a result packet's content type is "
                        + PacketReader.TYPE);
    }

    @Test
    void takesAHintOf64BytesAndNoMore() {
        byte[] good =
                SIGN1.with("unprotected", "a0", "a1045840" + "77".repeat(64)).bytes();
        assertThat(PacketCodec.decode(good)).isInstanceOf(Decoded.Packet.class);
        says(
                SIGN1,
                "unprotected",
                "a0",
                "a1045841" + "77".repeat(65),
                2,
                "the kid must have at most 64 bytes, not 65");
    }

    @Test
    void takesBothNamesOfTheAlgorithm() {
        byte[] message = SIGN1.with("protected", "a20127", "a20132").bytes();
        assertThat(PacketCodec.decode(message)).isInstanceOf(Decoded.Packet.class);
    }

    @Test
    void refusesBytesAfterTheMessageAndNoBytesAtAll() {
        says(
                SIGN1,
                "tail",
                SIGNATURE,
                SIGNATURE + "00",
                66,
                "the message must end here; bytes too many: 1");
        assertThat(PacketCodec.decode(new byte[0]))
                .isEqualTo(
                        new Decoded.Malformed(0, "the bytes end where a COSE message should be"));
        assertThat(PacketCodec.decode(new byte[SignedPacket.MESSAGE_BYTES_MAX + 1]))
                .isEqualTo(new Decoded.Malformed(
                        65_535, "a message has at most 65535 bytes, not 65536"));
    }

    private static void says(
            Message good, String part, String from, String to, int offset, String reason) {
        Message bad = good.with(part, from, to.replace(" ", ""));
        assertThat(PacketCodec.decode(bad.bytes()))
                .isEqualTo(new Decoded.Malformed(bad.offsetOf(part) + offset, reason));
    }

    private static String ascii(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The parts of a message in hex; protected header and payload without the byte strings'
    /// heads.
    private record Message(
            String head, String protectedHeader, String unprotected, String payload, String tail) {
        Message {
            head = head.replace(" ", "");
            protectedHeader = protectedHeader.replace(" ", "");
            unprotected = unprotected.replace(" ", "");
            payload = payload.replace(" ", "");
            tail = tail.replace(" ", "");
        }

        Message with(String part, String from, String to) {
            boolean isHead = part.equals("head");
            boolean isProtected = part.equals("protected");
            boolean isUnprotected = part.equals("unprotected");
            boolean isPayload = part.equals("payload");
            return new Message(
                    isHead ? replace(head, from, to) : head,
                    isProtected ? replace(protectedHeader, from, to) : protectedHeader,
                    isUnprotected ? replace(unprotected, from, to) : unprotected,
                    isPayload ? replace(payload, from, to) : payload,
                    part.equals("tail") ? replace(tail, from, to) : tail);
        }

        private static String replace(String hex, String from, String to) {
            assertThat(hex).contains(from);
            return hex.replaceFirst(from, to);
        }

        byte[] bytes() {
            return HEX.parseHex(
                    head + wrapped(protectedHeader) + unprotected + wrapped(payload) + tail);
        }

        int offsetOf(String part) {
            String before =
                    switch (part) {
                        case "head" -> "";
                        case "protected" -> head + headOf(protectedHeader);
                        case "unprotected" -> head + wrapped(protectedHeader);
                        case "payload" ->
                            head + wrapped(protectedHeader) + unprotected + headOf(payload);
                        case "tail" ->
                            head + wrapped(protectedHeader) + unprotected + wrapped(payload);
                        default -> throw new IllegalArgumentException(part);
                    };
            return before.length() / 2;
        }

        private static String wrapped(String content) {
            return headOf(content) + content;
        }

        private static String headOf(String content) {
            int length = content.length() / 2;
            return length < 24
                    ? HEX.toHexDigits((byte) (0x40 + length))
                    : "58" + HEX.toHexDigits((byte) length);
        }
    }
}
