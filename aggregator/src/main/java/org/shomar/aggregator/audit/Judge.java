package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.util.Arrays;

/// Looks at entries one by one: form, signatures, rules. Any thread; costs a signature
/// verification an entry.
final class Judge {
    private final Verifier verifier;
    private final byte[] statement;

    Judge(Definition definition) {
        this.verifier = new Verifier(definition);
        this.statement = PacketCodec.definitionStatement(
                definition.election(), definition.hash(), definition.phase());
    }

    Judged judge(long leaf, byte[] entry) {
        if (leaf == 0) {
            return first(entry);
        }
        return switch (PacketCodec.decode(entry)) {
            case Decoded.Packet decoded -> packet(leaf, decoded.signed());
            case Decoded.Malformed malformed ->
                new Judged.Faulty(
                        leaf,
                        Digest.leafHash(entry),
                        Difference.at(
                                Kind.MALFORMED,
                                leaf,
                                "a result packet",
                                "at byte " + malformed.offset() + ": " + malformed.reason()));
        };
    }

    private Judged first(byte[] entry) {
        Digest hash = Digest.leafHash(entry);
        return Arrays.equals(entry, statement)
                ? new Judged.Statement(0, hash)
                : new Judged.Faulty(
                        0,
                        hash,
                        Difference.at(
                                Kind.STATEMENT,
                                0,
                                "the statement of the given definition, leaf "
                                        + Digest.leafHash(statement),
                                "leaf " + hash));
    }

    private Judged packet(long leaf, SignedPacket signed) {
        return switch (verifier.verify(signed)) {
            case Verdict.Storable storable ->
                new Judged.Packet(
                        leaf, signed.leafHash(), signed.id(), signed.packet(), storable.state());
            case Verdict.Refused refused ->
                new Judged.Faulty(
                        leaf,
                        signed.leafHash(),
                        Difference.at(
                                kind(refused),
                                leaf,
                                "a packet that may be stored",
                                refused.refusal().code() + ": " + refused.detail()));
        };
    }

    private static Kind kind(Verdict.Refused refused) {
        return switch (refused.refusal()) {
            case UNKNOWN_BRANCH, SIGNERS, SIGNATURE -> Kind.UNSIGNED;
            case ELECTION, DEFINITION, PHASE, CONTEST, VOTES, LIST_VOTES -> Kind.REFUSED;
        };
    }
}
