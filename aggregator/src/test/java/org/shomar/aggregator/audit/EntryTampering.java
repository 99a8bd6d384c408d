package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Cheating by who holds the log's key and writes every file anew: the log is consistent, and
/// an entry in it should not be.
enum EntryTampering implements Tampering {
    STATEMENT_OF_ANOTHER_DEFINITION((w, r) -> replace(
            w,
            0,
            PacketCodec.definitionStatement(
                    "audit-1405", Digest.sha256(new byte[1]), Phase.REHEARSAL),
            Kind.STATEMENT)),
    STATEMENT_OF_ANOTHER_PHASE((w, r) -> replace(
            w,
            0,
            PacketCodec.definitionStatement(
                    "audit-1405", w.election.definition.hash(), Phase.OFFICIAL),
            Kind.STATEMENT)),
    STATEMENT_IS_MISSING((w, r) -> {
        w.entries.removeFirst();
        w.publish();
        return Expected.at(Kind.STATEMENT, 0);
    }),
    STATEMENT_TWICE((w, r) -> insert(w, r, HonestEntries.statement(), Kind.MALFORMED)),
    ENTRY_IS_NO_PACKET((w, r) -> insert(w, r, "hello".getBytes(UTF_8), Kind.MALFORMED)),
    ENTRY_IS_EMPTY((w, r) -> insert(w, r, new byte[0], Kind.MALFORMED)),
    ENTRY_HAS_A_TRAILING_BYTE((w, r) -> {
        int leaf = w.leaf(r);
        byte[] entry = w.entries.get(leaf);
        return replace(w, leaf, Arrays.copyOf(entry, entry.length + 1), Kind.MALFORMED);
    }),
    COUNT_EDITED_BY_ONE((w, r) -> {
        int leaf = w.leafOf(r, 1);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        int[] votes = packet.votes().toArray();
        votes[r.nextInt(votes.length)]++;
        byte[] signature =
                AuditElection.read(w.entries.get(leaf)).signatures().getFirst().bytes();
        ResultPacket edited = with(
                packet,
                packet.election(),
                packet.definition(),
                packet.phase(),
                Counts.of(votes),
                packet.listVotes(),
                packet.previous());
        return replace(w, leaf, PacketCodec.sign1(edited, bytes -> signature), Kind.UNSIGNED);
    }),
    SIGNED_WITH_THE_KEY_OF_ANOTHER_BRANCH((w, r) -> {
        int leaf = w.leafOf(r, 1);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        int other = packet.branch() % AuditElection.BRANCHES + 1;
        return replace(w, leaf, AuditElection.signBy(packet, other, "presiding"), Kind.UNSIGNED);
    }),
    SIGNATURE_OF_ZEROS((w, r) -> {
        int leaf = w.leafOf(r, 3);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        return replace(w, leaf, PacketCodec.sign1(packet, bytes -> new byte[64]), Kind.UNSIGNED);
    }),
    SIGNATURE_WITH_A_LARGE_S((w, r) -> {
        int leaf = w.leafOf(r, 3);
        SignedPacket signed = AuditElection.read(w.entries.get(leaf));
        byte[] large = EdwardsOrder.plus(signed.signatures().getFirst().bytes());
        return replace(w, leaf, PacketCodec.sign1(signed.packet(), bytes -> large), Kind.UNSIGNED);
    }),
    ONE_SIGNATURE_WHERE_TWO_ARE_ASKED_FOR((w, r) -> {
        int leaf = w.leafOf(r, 2);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        return replace(
                w, leaf, AuditElection.signBy(packet, packet.branch(), "presiding"), Kind.UNSIGNED);
    }),
    BRANCH_THAT_DOES_NOT_EXIST((w, r) -> {
        ResultPacket ghost = HonestEntries.random(w.election, r, 1, 999, 1, null, false);
        return insert(w, r, AuditElection.sign(ghost), Kind.UNSIGNED);
    }),
    PACKET_OF_ANOTHER_ELECTION((w, r) -> resign(
            w,
            r,
            Kind.REFUSED,
            packet -> with(
                    packet,
                    "other-1405",
                    packet.definition(),
                    packet.phase(),
                    packet.votes(),
                    packet.listVotes(),
                    packet.previous()))),
    PACKET_OF_AN_EDITED_DEFINITION((w, r) -> resign(
            w,
            r,
            Kind.REFUSED,
            packet -> with(
                    packet,
                    packet.election(),
                    Digest.sha256(new byte[2]),
                    packet.phase(),
                    packet.votes(),
                    packet.listVotes(),
                    packet.previous()))),
    PACKET_OF_THE_OTHER_PHASE((w, r) -> resign(
            w,
            r,
            Kind.REFUSED,
            packet -> with(
                    packet,
                    packet.election(),
                    packet.definition(),
                    Phase.OFFICIAL,
                    packet.votes(),
                    packet.listVotes(),
                    packet.previous()))),
    ONE_CANDIDATE_MORE((w, r) -> resign(
            w,
            r,
            Kind.REFUSED,
            packet -> with(
                    packet,
                    packet.election(),
                    packet.definition(),
                    packet.phase(),
                    Counts.of(1, 2, 3, 4, 5),
                    packet.listVotes(),
                    packet.previous()))),
    ONE_LIST_MORE((w, r) -> resign(
            w,
            r,
            Kind.REFUSED,
            packet -> with(
                    packet,
                    packet.election(),
                    packet.definition(),
                    packet.phase(),
                    packet.votes(),
                    Counts.of(1, 2, 3),
                    packet.previous()))),
    CONTEST_THAT_IS_NOT_OF_THE_BRANCH((w, r) -> {
        int branch = 2 * r.nextInt(1, AuditElection.BRANCHES / 2);
        ResultPacket packet = HonestEntries.random(w.election, r, 2, branch, 1, null, false);
        return insert(w, r, AuditElection.sign(packet), Kind.REFUSED);
    }),
    PACKET_STORED_TWICE((w, r) -> {
        w.entries.add(w.entries.get(w.leaf(r)));
        w.publish();
        return Expected.at(Kind.DUPLICATE, w.entries.size() - 1);
    }),
    PACKET_STORED_TWICE_UNDER_ANOTHER_SIGNATURE((w, r) -> {
        ResultPacket packet = AuditElection.read(w.entries.get(w.leafOf(r, 1))).packet();
        w.entries.add(AuditElection.signBy(packet, packet.branch(), "observer"));
        w.publish();
        return Expected.at(Kind.DUPLICATE, w.entries.size() - 1);
    }),
    SECOND_FIRST_REVISION((w, r) -> {
        int leaf = w.leaf(r);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        w.entries.add(AuditElection.sign(HonestEntries.random(
                w.election, r, packet.contest(), packet.branch(), 1, null, false)));
        w.publish();
        return Expected.at(Kind.REVISION, w.entries.size() - 1);
    }),
    REVISION_SKIPPED((w, r) -> {
        SignedPacket latest = w.latest(r);
        ResultPacket packet = latest.packet();
        w.entries.add(AuditElection.sign(HonestEntries.random(
                w.election,
                r,
                packet.contest(),
                packet.branch(),
                packet.revision() + 2,
                latest,
                false)));
        w.publish();
        return Expected.at(Kind.REVISION, w.entries.size() - 1);
    }),
    REVISION_ON_TOP_OF_ANOTHER_PACKET((w, r) -> {
        SignedPacket latest = w.latest(r);
        ResultPacket packet = latest.packet();
        ResultPacket amended = HonestEntries.random(
                w.election,
                r,
                packet.contest(),
                packet.branch(),
                packet.revision() + 1,
                latest,
                false);
        w.entries.add(AuditElection.sign(with(
                amended,
                amended.election(),
                amended.definition(),
                amended.phase(),
                amended.votes(),
                amended.listVotes(),
                Digest.sha256(new byte[3]))));
        w.publish();
        return Expected.at(Kind.PREVIOUS, w.entries.size() - 1);
    }),
    FIRST_REVISION_DROPPED_BENEATH_A_SECOND((w, r) -> {
        int second = w.amendment(r);
        w.entries.remove(w.before(second));
        w.publish();
        return Expected.at(Kind.REVISION, second - 1);
    }),
    REVISIONS_IN_THE_WRONG_ORDER((w, r) -> {
        int second = w.amendment(r);
        int first = w.before(second);
        byte[] late = w.entries.get(second);
        w.entries.set(second, w.entries.get(first));
        w.entries.set(first, late);
        w.publish();
        return Expected.at(Kind.REVISION, first);
    });

    private final Deed deed;

    EntryTampering(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Expected tamper(World world, RandomGenerator random)
            throws IOException, UnfitTextException {
        return deed.tamper(world, random);
    }

    private interface Change {
        ResultPacket of(ResultPacket packet);
    }

    /// The branch itself signs what it should not.
    private static Expected resign(World w, RandomGenerator r, Kind kind, Change change) {
        int leaf = w.leafOf(r, 3);
        ResultPacket packet = AuditElection.read(w.entries.get(leaf)).packet();
        return replace(w, leaf, AuditElection.sign(change.of(packet)), kind);
    }

    private static Expected replace(World w, int leaf, byte[] entry, Kind kind) {
        w.entries.set(leaf, entry);
        w.publish();
        return Expected.at(kind, leaf);
    }

    private static Expected insert(World w, RandomGenerator r, byte[] entry, Kind kind) {
        int leaf = w.leaf(r);
        w.entries.add(leaf, entry);
        w.publish();
        return Expected.at(kind, leaf);
    }

    private static ResultPacket with(
            ResultPacket packet,
            String election,
            Digest definition,
            Phase phase,
            Counts votes,
            @Nullable Counts lists,
            @Nullable Digest previous) {
        Ballots ballots = packet.ballots();
        return new ResultPacket(
                election,
                definition,
                phase,
                packet.contest(),
                packet.branch(),
                packet.revision(),
                previous,
                packet.countedAt(),
                ballots,
                votes,
                lists,
                Channel.NETWORK,
                null);
    }
}
