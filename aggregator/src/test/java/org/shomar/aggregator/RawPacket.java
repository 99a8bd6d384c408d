package org.shomar.aggregator;

import static org.shomar.aggregator.RawCbor.array;
import static org.shomar.aggregator.RawCbor.bytes;
import static org.shomar.aggregator.RawCbor.join;
import static org.shomar.aggregator.RawCbor.map;
import static org.shomar.aggregator.RawCbor.negative;
import static org.shomar.aggregator.RawCbor.tag;
import static org.shomar.aggregator.RawCbor.text;
import static org.shomar.aggregator.RawCbor.uint;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Ed25519;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A packet made by hand after the contract alone, so that exactly one thing about it can be
/// wrong. Immutable; whatever is changed, it is signed afterwards with the right key.
final class RawPacket {
    static final String TYPE = "application/vnd.shomar.packet+cbor";
    static final byte[] NO_HEADER = map();

    /// The protected headers of a `COSE_Sign1`, of the body of a `COSE_Sign` and of a
    /// signature.
    static final byte[] HEADER1 = map(uint(1), negative(-8), uint(3), text(TYPE));
    static final byte[] HEADER = map(uint(3), text(TYPE));
    static final byte[] SIGNER_HEADER = map(uint(1), negative(-8));

    private static final Ed25519 ED25519 = Ed25519.bouncyCastle();

    private final SortedMap<Integer, byte[]> fields;

    private RawPacket(SortedMap<Integer, byte[]> fields) {
        this.fields = fields;
    }

    /// @param votes one choice a ballot: as many ballots as votes
    static RawPacket of(TestElection election, int contest, int branch, int... votes) {
        int cast = Arrays.stream(votes).sum();
        SortedMap<Integer, byte[]> fields = new TreeMap<>();
        fields.put(0, uint(1));
        fields.put(1, text(TestElection.NAME));
        fields.put(2, bytes(election.definition.hash().bytes()));
        fields.put(3, uint(0));
        fields.put(4, uint(contest));
        fields.put(5, uint(branch));
        fields.put(6, uint(1));
        fields.put(8, uint(1_777_700_000));
        fields.put(9, uint(cast));
        fields.put(10, uint(cast));
        fields.put(11, uint(0));
        fields.put(12, uint(0));
        fields.put(13, counts(votes));
        fields.put(15, uint(0));
        return new RawPacket(fields);
    }

    static byte[] counts(int... counts) {
        return array(Arrays.stream(counts).mapToObj(RawCbor::uint).toArray(byte[][]::new));
    }

    RawPacket with(int key, byte[] item) {
        SortedMap<Integer, byte[]> changed = new TreeMap<>(fields);
        changed.put(key, item);
        return new RawPacket(changed);
    }

    RawPacket without(int key) {
        SortedMap<Integer, byte[]> changed = new TreeMap<>(fields);
        changed.remove(key);
        return new RawPacket(changed);
    }

    /// A correction of another packet.
    RawPacket after(RawPacket previous, int revision) {
        return with(6, uint(revision)).with(7, bytes(previous.id().bytes()));
    }

    /// Keys and values, in order.
    List<byte[]> items() {
        List<byte[]> items = new ArrayList<>();
        for (Map.Entry<Integer, byte[]> field : fields.entrySet()) {
            items.add(uint(field.getKey()));
            items.add(field.getValue());
        }
        return items;
    }

    byte[] payload() {
        return map(items().toArray(byte[][]::new));
    }

    Digest id() {
        return Digest.sha256(payload());
    }

    byte[] sign1(byte[] seed) {
        return sign1(HEADER1, NO_HEADER, payload(), seed);
    }

    static byte[] sign1(byte[] header, byte[] unprotected, byte[] payload, byte[] seed) {
        return message1(header, unprotected, payload, signature1(header, payload, seed));
    }

    static byte[] signature1(byte[] header, byte[] payload, byte[] seed) {
        byte[] signed =
                array(text("Signature1"), bytes(header), bytes(new byte[0]), bytes(payload));
        return sign(signed, seed);
    }

    static byte[] message1(byte[] header, byte[] unprotected, byte[] payload, byte[] signature) {
        return tag(18, array(bytes(header), unprotected, bytes(payload), bytes(signature)));
    }

    static byte[] sign(byte[] toBeSigned, byte[] seed) {
        return ED25519.sign(seed, toBeSigned);
    }

    /// A `COSE_Sign` with one signature for each role, by the key of that role.
    byte[] sign(int branch, String... roles) {
        return message(
                HEADER,
                Arrays.stream(roles)
                        .map(role -> signer(role, TestElection.seed(branch, role)))
                        .toArray(byte[][]::new));
    }

    byte[] message(byte[] header, byte[]... signers) {
        return tag(98, array(bytes(header), NO_HEADER, bytes(payload()), array(signers)));
    }

    /// One signature of a `COSE_Sign`.
    byte[] signer(String role, byte[] seed) {
        byte[] kid = map(uint(4), bytes(role.getBytes(StandardCharsets.UTF_8)));
        return array(bytes(SIGNER_HEADER), kid, bytes(signerSignature(seed)));
    }

    byte[] signerSignature(byte[] seed) {
        return sign(
                array(
                        text("Signature"),
                        bytes(HEADER),
                        bytes(SIGNER_HEADER),
                        bytes(new byte[0]),
                        bytes(payload())),
                seed);
    }

    /// A copy with one bit flipped.
    static byte[] flipped(byte[] message, int offset) {
        byte[] forged = join(message);
        forged[Math.floorMod(offset, forged.length)] ^= 1;
        return forged;
    }
}
