package org.shomar.aggregator.packet;

import org.shomar.aggregator.packet.SigStructure.Span;

import java.util.List;

/// Result packets as `COSE_Sign1` and `COSE_Sign` messages (RFC 9052) in deterministic CBOR.
///
/// What the writers write, [#decode] reads to the same values; a packet that is out of range,
/// and a signature that is not of 64 bytes, is an [IllegalArgumentException] of the writers.
public final class PacketCodec {
    private PacketCodec() {}

    /// Reads one whole message of at most `SignedPacket.MESSAGE_BYTES_MAX` bytes. Signatures
    /// are not verified, and two may be of one role.
    ///
    /// @param message kept in the answer, not copied
    public static Decoded decode(byte[] message) {
        CborReader in = new CborReader(message);
        PacketReader parts = new PacketReader();
        CoseReader cose = new CoseReader(message, in, parts);
        if (message.length > SignedPacket.MESSAGE_BYTES_MAX) {
            in.fail(
                    SignedPacket.MESSAGE_BYTES_MAX,
                    "a message has at most " + SignedPacket.MESSAGE_BYTES_MAX + " bytes, not "
                            + message.length);
            return in.failure();
        }
        List<Signature> signatures = cose.read();
        ResultPacket packet = parts.packet();
        if (in.failed() || packet == null) {
            return in.failure();
        }
        Digest id =
                Digest.sha256(message, cose.payloadContentFrom(), cose.payload().to());
        return new Decoded.Packet(
                new SignedPacket(message, packet, id, Digest.leafHash(message), signatures));
    }

    /// The payload: the deterministic CBOR map that is signed and whose SHA-256 is the packet
    /// id.
    public static byte[] payload(ResultPacket packet) {
        byte[] payload = PayloadWriter.write(packet);
        CborReader in = new CborReader(payload);
        PayloadReader reader = new PayloadReader();
        reader.read(in);
        if (in.failed()) {
            throw new IllegalArgumentException("no such packet: " + in.failure().reason());
        }
        if (!packet.equals(reader.packet())) {
            throw new IllegalArgumentException("a text of the packet is not valid Unicode");
        }
        return payload;
    }

    /// A `COSE_Sign1` message with algorithm EdDSA and an empty unprotected header.
    public static byte[] sign1(ResultPacket packet, Signer signer) {
        byte[] header = new CborWriter()
                .map(2)
                .integer(PacketReader.HEADER_ALG)
                .integer(PacketReader.ALG_EDDSA)
                .integer(PacketReader.HEADER_TYPE)
                .text(PacketReader.TYPE)
                .toBytes();
        Draft draft = Draft.begin(CoseReader.TAG_SIGN1, header, payload(packet));
        byte[] toBeSigned = SigStructure.sign1(draft.bytes(), draft.body(), draft.payload());
        return whole(draft.rest().bytes(signature(signer, toBeSigned)));
    }

    /// A `COSE_Sign` message with algorithm EdDSA, one signature a role, in the order given.
    ///
    /// @param signers 1..16
    public static byte[] sign(ResultPacket packet, List<RoleSigner> signers) {
        if (signers.isEmpty() || signers.size() > SignedPacket.SIGNATURES_MAX) {
            throw new IllegalArgumentException(
                    "a message has 1.." + SignedPacket.SIGNATURES_MAX + " signatures");
        }
        byte[] header = new CborWriter()
                .map(1)
                .integer(PacketReader.HEADER_TYPE)
                .text(PacketReader.TYPE)
                .toBytes();
        byte[] algorithm = new CborWriter()
                .map(1)
                .integer(PacketReader.HEADER_ALG)
                .integer(PacketReader.ALG_EDDSA)
                .toBytes();
        byte[] signerHeader = new CborWriter().bytes(algorithm).toBytes();
        Span signerSpan = new Span(0, signerHeader.length);
        Draft draft = Draft.begin(CoseReader.TAG_SIGN, header, payload(packet));
        byte[] toBeSigned = SigStructure.sign(
                draft.bytes(), draft.body(), signerHeader, signerSpan, draft.payload());
        CborWriter out = draft.rest().array(signers.size());
        for (RoleSigner signer : signers) {
            out.array(3).raw(signerHeader, 0, signerHeader.length);
            out.map(1).integer(PacketReader.HEADER_KID).bytes(PacketReader.kid(signer.role()));
            out.bytes(signature(signer.signer(), toBeSigned));
        }
        return whole(out);
    }

    /// Entry 1 of every log: `{0: 1, 1: election, 2: definition hash, 3: phase}`.
    public static byte[] definitionStatement(String election, Digest definition, Phase phase) {
        return new CborWriter()
                .map(4)
                .integer(0)
                .integer(PayloadReader.VERSION)
                .integer(1)
                .text(election)
                .integer(2)
                .bytes(definition.bytes())
                .integer(3)
                .integer(phase.number())
                .toBytes();
    }

    private static byte[] signature(Signer signer, byte[] toBeSigned) {
        byte[] signature = signer.sign(toBeSigned);
        if (signature.length != CoseReader.SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    "an Ed25519 signature has 64 bytes, not " + signature.length);
        }
        return signature;
    }

    /// Makes sure that what was written can be read.
    private static byte[] whole(CborWriter out) {
        byte[] message = out.toBytes();
        return switch (decode(message)) {
            case Decoded.Packet read -> read.signed().message();
            case Decoded.Malformed malformed ->
                throw new IllegalArgumentException("no such message: " + malformed.reason());
        };
    }

    /// A message up to its payload.
    @SuppressWarnings("ArrayRecordComponent") // local to a writer, never compared
    private record Draft(byte[] bytes, Span body, Span payload) {
        static Draft begin(int tag, byte[] header, byte[] payload) {
            CborWriter out = new CborWriter().tag(tag).array(4);
            int bodyFrom = out.length();
            int bodyTo = out.bytes(header).length();
            int payloadFrom = out.map(0).length();
            int payloadTo = out.bytes(payload).length();
            return new Draft(
                    out.toBytes(), new Span(bodyFrom, bodyTo), new Span(payloadFrom, payloadTo));
        }

        /// A writer that goes on after the payload.
        CborWriter rest() {
            return new CborWriter(bytes.length + 128).raw(bytes, 0, bytes.length);
        }
    }

    /// Makes a 64-byte Ed25519 signature over the given bytes.
    @FunctionalInterface
    public interface Signer {
        byte[] sign(byte[] toBeSigned);
    }

    /// @param role the `kid`: the role of the key, 1..64 of `a-z 0-9 -`
    public record RoleSigner(String role, Signer signer) {}
}
