package org.shomar.aggregator;

import static org.shomar.aggregator.RawCbor.array;
import static org.shomar.aggregator.RawCbor.bytes;
import static org.shomar.aggregator.RawCbor.head;
import static org.shomar.aggregator.RawCbor.join;
import static org.shomar.aggregator.RawCbor.map;
import static org.shomar.aggregator.RawCbor.negative;
import static org.shomar.aggregator.RawCbor.raw;
import static org.shomar.aggregator.RawCbor.tag;
import static org.shomar.aggregator.RawCbor.text;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.RawPacket.HEADER1;
import static org.shomar.aggregator.RawPacket.NO_HEADER;
import static org.shomar.aggregator.RawPacket.TYPE;
import static org.shomar.aggregator.TestElection.seed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Every way in which a packet can be malformed, one at a time, rightly signed but for that.
final class BadPackets {
    /// A packet, and what is wrong with it.
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Bad(String name, byte[] message) {}

    private final RawPacket good;
    private final byte[] key;
    private final byte[] payload;
    private final List<Bad> all = new ArrayList<>();

    private BadPackets(RawPacket good, byte[] key) {
        this.good = good;
        this.key = key;
        this.payload = good.payload();
    }

    /// @param good a packet of branch 12 that would be taken
    static List<Bad> of(RawPacket good) {
        BadPackets packets = new BadPackets(good, seed(12));
        packets.envelopes();
        packets.headers();
        packets.payloads();
        packets.keys();
        packets.ranges();
        packets.signatures();
        return packets.all;
    }

    private void add(String name, byte[] message) {
        all.add(new Bad(name, message));
    }

    private void envelopes() {
        byte[] whole = good.sign1(key);
        byte[] untagged = Arrays.copyOfRange(whole, 1, whole.length);
        add("no bytes at all", raw());
        add("no tag", untagged);
        add("tag 17 (COSE_Mac0)", join(raw(0xd1), untagged));
        add("tag not in its shortest form", join(raw(0xd8, 18), untagged));
        add("a byte after the message", join(whole, raw(0)));
        add("half of the message", Arrays.copyOf(whole, whole.length / 2));
        add("array of indefinite length", join(raw(0xd2, 0x9f), tail(whole, 2), raw(0xff)));
        add("array of three", join(raw(0xd2, 0x83), tail(whole, 2)));
        add("payload detached", tag(18, array(bytes(HEADER1), NO_HEADER, raw(0xf6), zeros(64))));
        add("JSON", "{\"contest\":7}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] tail(byte[] message, int from) {
        return Arrays.copyOfRange(message, from, message.length);
    }

    private static byte[] zeros(int length) {
        return bytes(new byte[length]);
    }

    private void headers() {
        header("alg -7 (ES256)", map(uint(1), negative(-7), uint(3), text(TYPE)));
        header("alg positive", map(uint(1), uint(8), uint(3), text(TYPE)));
        header("alg missing", map(uint(3), text(TYPE)));
        header("content type missing", map(uint(1), negative(-8)));
        header(
                "content type application/cbor",
                map(uint(1), negative(-8), uint(3), text("application/cbor")));
        header(
                "content type of a decision",
                map(uint(1), negative(-8), uint(3), text("application/vnd.shomar.decision+cbor")));
        header("content type as a number", map(uint(1), negative(-8), uint(3), uint(60)));
        header("protected keys out of order", map(uint(3), text(TYPE), uint(1), negative(-8)));
        header("alg twice", map(uint(1), negative(-8), uint(1), negative(-8)));
        header(
                "crit in the protected header",
                map(uint(1), negative(-8), uint(2), array(uint(1)), uint(3), text(TYPE)));
        header(
                "protected header of indefinite length",
                join(raw(0xbf), tail(HEADER1, 1), raw(0xff)));
        header("bytes after the protected header", join(HEADER1, raw(0)));
        unprotected("alg in the unprotected header", map(uint(1), negative(-8)));
        unprotected("kid as a text", map(uint(4), text("presiding")));
        unprotected("kid of 65 bytes", map(uint(4), zeros(65)));
        unprotected("unprotected header is an array", array());
    }

    private void header(String name, byte[] header) {
        add(name, RawPacket.sign1(header, NO_HEADER, payload, key));
    }

    private void unprotected(String name, byte[] header) {
        add(name, RawPacket.sign1(HEADER1, header, payload, key));
    }

    private void payloads() {
        byte[][] items = good.items().toArray(byte[][]::new);
        byte[] content = join(items);
        payload("payload of no bytes", raw());
        payload("payload is an array", array(items));
        payload("a byte after the payload", join(payload, raw(0)));
        payload("payload of indefinite length", join(raw(0xbf), content, raw(0xff)));
        payload("map head not in its shortest form", join(raw(0xb8, 14), content));
        payload("more entries announced than there are", join(raw(0xaf), content));
        byte[][] swapped = items.clone();
        swapped[2] = items[4];
        swapped[3] = items[5];
        swapped[4] = items[2];
        swapped[5] = items[3];
        payload("keys out of order", map(swapped));
        byte[][] twice = Arrays.copyOf(items, items.length + 2);
        twice[items.length] = uint(15);
        twice[items.length + 1] = uint(0);
        payload("key 15 twice", map(twice));
    }

    private void payload(String name, byte[] bytes) {
        add(name, RawPacket.sign1(HEADER1, NO_HEADER, bytes, key));
    }

    private void keys() {
        RawPacket noted = good.with(16, text("so many keys as are needed"));
        for (int required : new int[] {0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15}) {
            field("key " + required + " missing", noted.without(required));
        }
        field("key 17", good.with(17, uint(0)));
        field("previous in revision 1", good.with(7, zeros(32)));
        field("no previous in revision 2", good.with(6, uint(2)));
    }

    private void field(String name, RawPacket packet) {
        add(name, packet.sign1(key));
    }

    private void ranges() {
        field("version 2", good.with(0, uint(2)));
        field("election of no letters", good.with(1, text("")));
        field("election in capitals", good.with(1, text("E2E-1405")));
        field("election of 65 letters", good.with(1, text("e".repeat(65))));
        field("definition of 31 bytes", good.with(2, zeros(31)));
        field("phase 2", good.with(3, uint(2)));
        field("contest 0", good.with(4, uint(0)));
        field("contest 2^31", good.with(4, uint(1L << 31)));
        field("contest as a text", good.with(4, text("7")));
        field("branch 0", good.with(5, uint(0)));
        field("branch 2^31", good.with(5, uint(1L << 31)));
        field("revision 0", good.with(6, uint(0)));
        field("revision 65536", good.with(6, uint(65_536)).with(7, zeros(32)));
        field("previous of 31 bytes", good.with(6, uint(2)).with(7, zeros(31)));
        field("counted_at 2^40", good.with(8, uint(1L << 40)));
        field("issued 2^31", good.with(9, uint(1L << 31)));
        field("cast -1", good.with(10, negative(-1)));
        field("blank 2^64-1", good.with(11, head(0, -1)));
        field("invalid as a float", good.with(12, raw(0xf9, 0, 0)));
        field("invalid as false", good.with(12, raw(0xf4)));
        field("a count not in its shortest form", good.with(12, raw(0x18, 0)));
        field("votes as a map", good.with(13, map()));
        field("votes of indefinite length", good.with(13, raw(0x9f, 1, 2, 0xff)));
        field("a negative vote", good.with(13, array(uint(1), negative(-16_022))));
        field("4097 votes", good.with(13, RawPacket.counts(new int[4_097])));
        field("257 list votes", good.with(14, RawPacket.counts(new int[257])));
        field("channel 4", good.with(15, uint(4)));
        field("note of 257 bytes", good.with(16, text("n".repeat(257))));
        field("note of bytes", good.with(16, zeros(3)));
        field("note that is not UTF-8", good.with(16, join(head(3, 2), raw(0xc3, 0x28))));
        field("note with a lone surrogate", good.with(16, join(head(3, 3), raw(0xed, 0xa0, 0x80))));
    }

    private void signatures() {
        add("signature of 63 bytes", RawPacket.message1(HEADER1, NO_HEADER, payload, new byte[63]));
        add("signature of 65 bytes", RawPacket.message1(HEADER1, NO_HEADER, payload, new byte[65]));
        byte[] signature = bytes(good.signerSignature(key));
        byte[] signer = bytes(RawPacket.SIGNER_HEADER);
        add("COSE_Sign without signatures", good.message(RawPacket.HEADER));
        add("COSE_Sign with alg in the body", good.message(HEADER1, good.signer("presiding", key)));
        several("COSE_Sign without kid", array(signer, NO_HEADER, signature));
        several(
                "COSE_Sign with kid as a text",
                array(signer, map(uint(4), text("presiding")), signature));
        several("COSE_Sign with a kid in capitals", good.signer("Presiding", key));
        several("COSE_Sign with a signature of two parts", array(signer, signature));
        byte[][] many = new byte[17][];
        Arrays.fill(many, good.signer("presiding", key));
        several("COSE_Sign with 17 signatures", many);
    }

    private void several(String name, byte[]... signers) {
        add(name, good.message(RawPacket.HEADER, signers));
    }
}
