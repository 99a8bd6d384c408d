package org.shomar.aggregator;

import static org.shomar.aggregator.RawCbor.array;
import static org.shomar.aggregator.RawCbor.bytes;
import static org.shomar.aggregator.RawCbor.text;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.RawPacket.HEADER1;
import static org.shomar.aggregator.RawPacket.NO_HEADER;
import static org.shomar.aggregator.RawPacket.flipped;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Every way in which a well-formed packet cannot be what it claims, one at a time.
final class RefusedPackets {
    /// Order of the group that Ed25519 signs in.
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /// A packet, and how it must be answered.
    ///
    /// @param current only with a revision problem
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Refused(
            String name,
            byte[] message,
            int status,
            String code,
            @Nullable JsonObject current) {}

    private final TestElection election;
    private final RawPacket good;
    private final byte[] key = seed(12);
    private final List<Refused> all = new ArrayList<>();

    private RefusedPackets(TestElection election) {
        this.election = election;
        this.good = RawPacket.of(election, 7, 12, 30, 20);
    }

    /// @param first  revision 1 of branch 13 in contest 7, stored
    /// @param second revision 2, stored
    static List<Refused> of(TestElection election, RawPacket first, RawPacket second) {
        RefusedPackets packets = new RefusedPackets(election);
        packets.forgeries();
        packets.signers();
        packets.foreign();
        packets.shapes();
        packets.revisions(first, second);
        return packets.all;
    }

    private void add(int status, String code, String name, byte[] message) {
        all.add(new Refused(name, message, status, code, null));
    }

    private void forgery(String name, byte[] message) {
        add(403, "signature", name, message);
    }

    private void forgeries() {
        byte[] whole = good.sign1(key);
        byte[] payload = good.payload();
        byte[] signature = RawPacket.signature1(HEADER1, payload, key);
        add(403, "unknown-branch", "branch 99", good.with(5, uint(99)).sign1(key));
        forgery("the key of another branch", good.sign1(seed(13)));
        forgery("a key of no branch", good.sign1(seed(99)));
        forgery("one bit of a vote flipped", flipped(whole, -69));
        forgery("one bit of R flipped", flipped(whole, -64));
        forgery("one bit of S flipped", flipped(whole, -32));
        forgery("the last bit flipped", flipped(whole, -1));
        forgery("a signature of zeros", message(new byte[64]));
        forgery(
                "the signature of another packet",
                message(RawPacket.signature1(HEADER1, good.with(12, uint(1)).payload(), key)));
        forgery("S plus L", message(plusL(signature)));
        forgery("only the payload signed", message(RawPacket.sign(payload, key)));
        byte[] aad = array(text("Signature1"), bytes(HEADER1), bytes(new byte[1]), bytes(payload));
        forgery("signed with an external_aad", message(RawPacket.sign(aad, key)));
        forgery("signed for a COSE_Sign", message(good.signerSignature(key)));
        RawPacket old = good.with(2, bytes(new byte[32]));
        forgery("a wrong key on an old definition", old.sign1(seed(13)));
    }

    private byte[] message(byte[] signature) {
        return RawPacket.message1(HEADER1, NO_HEADER, good.payload(), signature);
    }

    /// The same point equation, an S that is not the smallest.
    private static byte[] plusL(byte[] signature) {
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = signature[63 - i];
        }
        byte[] sum = new BigInteger(1, big).add(L).toByteArray();
        byte[] changed = signature.clone();
        for (int i = 0; i < 32; i++) {
            changed[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return changed;
    }

    private void signers() {
        RawPacket two = RawPacket.of(election, 10, 12, 30, 20);
        add(403, "signers", "COSE_Sign of one where one signs", good.sign(12, "presiding"));
        add(
                403,
                "signers",
                "COSE_Sign of two where one signs",
                good.sign(12, "presiding", "observer"));
        add(403, "signers", "COSE_Sign1 where two sign", two.sign1(key));
        add(403, "signers", "one of two signers", two.sign(12, "presiding"));
        add(
                403,
                "signers",
                "three of two signers",
                two.sign(12, "presiding", "observer", "deputy"));
        add(403, "signers", "the same role twice", two.sign(12, "presiding", "presiding"));
        add(403, "signers", "a role that the branch has not", two.sign(12, "presiding", "guest"));
        add(
                403,
                "signers",
                "COSE_Sign to an unknown contest",
                good.with(4, uint(99)).sign(12, "presiding", "observer"));
        forgery(
                "the second role by the first one's key",
                two.message(
                        RawPacket.HEADER,
                        two.signer("presiding", key),
                        two.signer("observer", key)));
        forgery(
                "the second signature of another branch",
                two.message(
                        RawPacket.HEADER,
                        two.signer("presiding", key),
                        two.signer("observer", seed(13, "observer"))));
        forgery(
                "one bit of the second signature",
                flipped(two.sign(12, "presiding", "observer"), -1));
    }

    private void foreign() {
        add(422, "R-101", "another election", good.with(1, text("e2e-1401")).sign1(key));
        add(422, "R-102", "an old definition", good.with(2, bytes(new byte[32])).sign1(key));
        add(
                422,
                "R-103",
                "an official packet in a rehearsal",
                good.with(3, uint(1)).sign1(key));
        add(
                422,
                "R-104",
                "a contest that does not exist",
                good.with(4, uint(99)).sign1(key));
        add(422, "R-104", "a contest of other branches", good.with(4, uint(11)).sign1(key));
    }

    private void shapes() {
        RawPacket lists = RawPacket.of(election, 9, 12, 1, 2, 3);
        add(422, "R-105", "no votes", RawPacket.of(election, 7, 12).sign1(key));
        add(422, "R-105", "one vote too few", RawPacket.of(election, 7, 12, 50).sign1(key));
        add(
                422,
                "R-105",
                "one vote too many",
                RawPacket.of(election, 7, 12, 1, 2, 3).sign1(key));
        add(422, "R-106", "list votes missing", lists.sign1(key));
        add(
                422,
                "R-106",
                "list votes superfluous",
                good.with(14, RawPacket.counts(1)).sign1(key));
        add(422, "R-106", "no list votes, yet the key", good.with(14, array()).sign1(key));
        add(
                422,
                "R-106",
                "one list vote too few",
                lists.with(14, RawPacket.counts(1)).sign1(key));
        add(
                422,
                "R-106",
                "one list vote too many",
                lists.with(14, RawPacket.counts(1, 1, 1)).sign1(key));
    }

    private void revisions(RawPacket first, RawPacket second) {
        JsonObject current =
                new JsonObject().put("revision", 2).put("packet", second.id().toString());
        RawPacket other = RawPacket.of(election, 7, 13, 90, 0);
        revision("revision-conflict", "another revision 1", other, current);
        revision("revision-conflict", "another revision 2", other.after(first, 2), current);
        revision("revision-conflict", "revision 2 of another past", other.after(other, 2), current);
        revision(
                "revision-conflict", "revision 3 after revision 1", other.after(first, 3), current);
        revision("revision-gap", "revision 4 after revision 2", other.after(second, 4), current);
        RawPacket none = RawPacket.of(election, 8, 13, 1, 1, 1);
        JsonObject nothing = new JsonObject().put("revision", 0);
        revision("revision-gap", "revision 2 of nothing", none.after(none, 2), nothing);
        revision("revision-gap", "revision 65535 of nothing", none.after(none, 65_535), nothing);
    }

    private void revision(String code, String name, RawPacket packet, JsonObject current) {
        all.add(new Refused(name, packet.sign1(seed(13)), 409, code, current));
    }
}
