package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.proof.MerkleTree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The auditor's own log, made again entry by entry: its tree, the chain of each branch's
/// revisions, and the totals. Entries that do not belong have their leaf and count nowhere.
///
/// Keeps some 400 bytes an entry, so that a wrong total can be traced to it. One thread.
final class LogFold {
    private final Findings findings;
    private final MerkleTree tree = new MerkleTree();
    private final Map<Integer, ContestTally> tallies = new LinkedHashMap<>();
    private final Map<Integer, List<Counted>> entries = new HashMap<>();
    private final Map<Station, Counted> latest = new HashMap<>();
    private final Map<Digest, Placed> packets = new HashMap<>();
    private IntConsumer folded = contest -> {};
    private long lastSeq;

    private record Station(int contest, int branch) {}

    /// An entry and the contest that it is of.
    record Placed(int contest, Counted entry) {}

    LogFold(Definition definition, Findings findings) {
        this.findings = findings;
        for (Contest contest : definition.contests()) {
            tallies.put(contest.contest(), new ContestTally(definition, contest));
            entries.put(contest.contest(), new ArrayList<>());
        }
    }

    /// @param listener told of a contest after each of its entries is in its totals
    void onFolded(IntConsumer listener) {
        folded = listener;
    }

    MerkleTree tree() {
        return tree;
    }

    long size() {
        return tree.size();
    }

    /// `seq` of the last entry of any contest, 0 before.
    long lastSeq() {
        return lastSeq;
    }

    ContestTally tally(int contest) {
        ContestTally tally = tallies.get(contest);
        if (tally == null) {
            throw new IllegalStateException("the definition has no contest " + contest);
        }
        return tally;
    }

    /// All that a contest has counted or held, in order.
    List<Counted> entries(int contest) {
        return entries.getOrDefault(contest, List.of());
    }

    /// The first entry with a packet id, null for none.
    @Nullable
    Placed packet(Digest id) {
        return packets.get(id);
    }

    /// Takes the next entry. One that is in the tree already must be the same.
    void add(Judged judged) {
        if (judged.leaf() < tree.size()) {
            Digest had = tree.leaf(judged.leaf());
            if (!had.equals(judged.leafHash())) {
                findings.add(Difference.at(
                        Kind.FORK, judged.leaf(), "leaf " + had, "leaf " + judged.leafHash()));
            }
            return;
        }
        tree.append(judged.leafHash());
        switch (judged) {
            case Judged.Statement statement -> {}
            case Judged.Faulty faulty -> findings.add(faulty.difference());
            case Judged.Packet packet -> count(packet);
        }
    }

    private void count(Judged.Packet judged) {
        ResultPacket packet = judged.packet();
        Station station = new Station(packet.contest(), packet.branch());
        Difference fault = fault(judged, latest.get(station));
        if (fault != null) {
            findings.add(fault);
            return;
        }
        ContestTally tally = tally(packet.contest());
        Counts listVotes = packet.listVotes();
        Counted entry = new Counted(
                judged.leaf() + 1,
                tally.contestSeq() + 1,
                packet.branch(),
                packet.revision(),
                judged.id(),
                judged.state(),
                packet.ballots(),
                packet.votes(),
                listVotes == null ? Counts.NONE : listVotes);
        latest.put(station, entry);
        packets.put(judged.id(), new Placed(packet.contest(), entry));
        entries.computeIfAbsent(packet.contest(), contest -> new ArrayList<>()).add(entry);
        tally.apply(List.of(entry));
        lastSeq = entry.seq();
        folded.accept(packet.contest());
    }

    private @Nullable Difference fault(Judged.Packet judged, @Nullable Counted before) {
        Placed same = packets.get(judged.id());
        if (same != null) {
            return Difference.at(
                    Kind.DUPLICATE,
                    judged.leaf(),
                    "packet " + judged.id() + " once, at leaf " + (same.entry().seq() - 1),
                    "the same packet again");
        }
        ResultPacket packet = judged.packet();
        int next = before == null ? 1 : before.revision() + 1;
        String whose = " of branch " + packet.branch() + " in contest " + packet.contest();
        if (packet.revision() != next) {
            return Difference.at(
                    Kind.REVISION,
                    judged.leaf(),
                    "revision " + next + whose,
                    "revision " + packet.revision());
        }
        Digest previous = packet.previous();
        if (before != null && previous != null && !before.packet().equals(previous)) {
            return Difference.at(
                    Kind.PREVIOUS,
                    judged.leaf(),
                    "previous " + before.packet() + whose,
                    "previous " + previous);
        }
        return null;
    }
}
