package org.shomar.aggregator.election.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Reads a rehearsal as a stranger would: from its definition and its messages alone.
final class Night {
    private final Definition definition;
    private final Map<Integer, long[]> totals = new TreeMap<>();
    private final Set<String> pairs = new HashSet<>();

    private Night(Definition definition) {
        this.definition = definition;
        definition
                .contests()
                .forEach(contest -> totals.put(
                        contest.contest(), new long[contest.candidates().size()]));
    }

    /// Loads, decodes, verifies and adds up everything, and checks every hold rule of the
    /// contract.
    static Night of(Rehearsal rehearsal) {
        Night night = new Night(definition(rehearsal));
        rehearsal.packets().forEachRemaining(night::take);
        return night;
    }

    static Definition definition(Rehearsal rehearsal) {
        return switch (DefinitionLoader.load(rehearsal.definition(), StandInSigning.DECODER)) {
            case Loaded.Sound sound -> sound.definition();
            case Loaded.Faulty faulty -> throw new AssertionError(faulty.faults());
        };
    }

    Definition definition() {
        return definition;
    }

    /// Votes by contest, added up from the messages.
    Map<Integer, long[]> totals() {
        return totals;
    }

    private void take(byte[] message) {
        SignedPacket signed =
                switch (PacketCodec.decode(message)) {
                    case Decoded.Packet packet -> packet.signed();
                    case Decoded.Malformed malformed -> throw new AssertionError(malformed);
                };
        ResultPacket packet = signed.packet();
        Branch branch = definition.branch(packet.branch()).orElseThrow();
        Contest contest = definition.contest(packet.contest()).orElseThrow();
        assertThat(branch.keys()
                        .getFirst()
                        .key()
                        .verifies(
                                signed.signatures().getFirst().toBeSigned(),
                                signed.signatures().getFirst().bytes()))
                .isTrue();
        assertThat(packet.definition()).isEqualTo(definition.hash());
        assertThat(branch.contests()).contains(contest.contest());
        assertThat(pairs.add(packet.branch() + " " + packet.contest())).isTrue();
        checkHoldRules(branch, contest, packet);
        long[] total = Objects.requireNonNull(totals.get(packet.contest()));
        assertThat(packet.votes().size()).isEqualTo(total.length);
        for (int i = 0; i < total.length; i++) {
            total[i] += packet.votes().get(i);
        }
    }

    private static void checkHoldRules(Branch branch, Contest contest, ResultPacket packet) {
        Ballots ballots = packet.ballots();
        Counts lists = packet.listVotes() == null ? Counts.NONE : packet.listVotes();
        long valid = ballots.valid();
        long sum = packet.votes().sum();
        assertThat(lists.size()).isEqualTo(contest.lists().size());
        assertThat(ballots.cast()).isLessThanOrEqualTo(ballots.issued());
        if (branch.kind() == BranchKind.FIXED) {
            assertThat(ballots.issued()).isLessThanOrEqualTo(branch.eligible());
        }
        assertThat(valid).isNotNegative();
        if (contest.maxChoices() == 1 && contest.lists().isEmpty()) {
            assertThat(sum).isEqualTo(valid);
        } else {
            assertThat(sum).isLessThanOrEqualTo((valid - lists.sum()) * contest.maxChoices());
        }
        if (contest.maxChoices() > 1 && contest.lists().isEmpty()) {
            assertThat(sum).isGreaterThanOrEqualTo(valid);
        }
        assertThat(lists.sum()).isLessThanOrEqualTo(valid);
        for (int i = 0; i < packet.votes().size(); i++) {
            Candidate candidate = contest.candidates().get(i);
            long own = packet.votes().get(i);
            for (int j = 0; j < lists.size(); j++) {
                own += contest.lists().get(j).list() == candidate.list() ? lists.get(j) : 0;
            }
            assertThat(own).isLessThanOrEqualTo(valid);
        }
    }
}
