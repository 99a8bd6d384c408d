package org.shomar.benchmarks;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The rehearsal of Kerman (2,400 branches, contests as they are in Iran), with signatures
/// that nobody looks at.
public final class Rehearsed {
    private static final Generate.Options KERMAN = new Generate.Options("IR-08", 0, 0, 1405);

    private final Definition definition;
    private final List<SignedPacket> packets;

    public Rehearsed() {
        if (!(Generate.rehearsal(KERMAN, Unsigned.SIGNING)
                instanceof Generate.Generated.Ready ready)) {
            throw new IllegalStateException("Kerman cannot be rehearsed");
        }
        Rehearsal rehearsal = ready.rehearsal();
        if (!(DefinitionLoader.load(rehearsal.definition(), Unsigned.KEYS)
                instanceof Loaded.Sound sound)) {
            throw new IllegalStateException("the rehearsal's own definition is faulty");
        }
        definition = sound.definition();
        packets = IntStream.range(0, rehearsal.packetCount())
                .mapToObj(place -> decoded(rehearsal.packet(place)))
                .toList();
    }

    public Definition definition() {
        return definition;
    }

    /// Of every contest, in the order of the night.
    List<SignedPacket> packets() {
        return packets;
    }

    /// The contest with most branches.
    public Contest busiest() {
        return definition.contests().stream()
                .max(Comparator.comparingInt(
                        contest -> definition.electorate(contest).branchCount()))
                .orElseThrow();
    }

    /// One revision of every branch of a contest, as its fold takes them.
    ///
    /// @param revision 1, or 2 for the same figures again, to be applied after revision 1
    public List<Counted> entries(Contest contest, int revision) {
        List<ResultPacket> all = packets.stream()
                .map(SignedPacket::packet)
                .filter(packet -> packet.contest() == contest.contest())
                .toList();
        long before = (long) (revision - 1) * all.size();
        return IntStream.range(0, all.size())
                .mapToObj(place -> counted(before + place + 1, revision, all.get(place)))
                .toList();
    }

    private Counted counted(long contestSeq, int revision, ResultPacket packet) {
        Counts listVotes = packet.listVotes();
        return new Counted(
                1 + contestSeq,
                contestSeq,
                packet.branch(),
                revision,
                definition.hash(),
                PacketState.COUNTED,
                packet.ballots(),
                packet.votes(),
                listVotes == null ? Counts.NONE : listVotes);
    }

    private static SignedPacket decoded(byte[] message) {
        if (PacketCodec.decode(message) instanceof Decoded.Packet packet) {
            return packet.signed();
        }
        throw new IllegalStateException("the rehearsal's own packet is malformed");
    }
}
