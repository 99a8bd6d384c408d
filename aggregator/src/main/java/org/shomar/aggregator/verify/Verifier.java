package org.shomar.aggregator.verify;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.List;
import java.util.Optional;

/// Judges packets by one definition, with the keys that it names.
///
/// First who speaks (branch, signers, signatures: 403), then whether it can be what it
/// claims (422), then its arithmetic ([HoldRule]). The first refusal is the answer; of the
/// findings, all are.
public final class Verifier {
    private final Definition definition;

    /// For each contest, by index: the place of each candidate's list, -1 for none.
    private final List<int[]> listPlaces;

    public Verifier(Definition definition) {
        this.definition = definition;
        this.listPlaces =
                definition.contests().stream().map(Verifier::listPlaces).toList();
    }

    /// The codes that findings may have, in rule order.
    public static List<String> findingCodes() {
        return HoldRule.ALL.stream().map(rule -> rule.finding().code()).toList();
    }

    /// The verdict on one packet; the same for ever.
    ///
    /// Costs one signature verification for each key tried: those of the branch in file order
    /// for a `COSE_Sign1`, the named ones for a `COSE_Sign`.
    public Verdict verify(SignedPacket signed) {
        ResultPacket packet = signed.packet();
        Branch branch = definition.branch(packet.branch()).orElse(null);
        if (branch == null) {
            return new Verdict.Refused(
                    Refusal.UNKNOWN_BRANCH,
                    "branch " + packet.branch() + " is not in the definition; check its number");
        }
        Contest contest = definition.contest(packet.contest()).orElse(null);
        Optional<Verdict.Refused> unsigned =
                SignerRule.refusal(signed.signatures(), branch, contest);
        if (unsigned.isPresent()) {
            return unsigned.get();
        }
        Verdict.Refused foreign = foreign(packet);
        if (foreign != null) {
            return foreign;
        }
        if (contest == null || !branch.contests().contains(packet.contest())) {
            return new Verdict.Refused(
                    Refusal.CONTEST,
                    "branch " + packet.branch() + " has the contests " + branch.contests()
                            + ", not " + packet.contest() + "; check the contest number");
        }
        Verdict.Refused misshapen = misshapen(packet, contest);
        return misshapen != null ? misshapen : storable(signed, contest, branch);
    }

    private Verdict storable(SignedPacket signed, Contest contest, Branch branch) {
        Figures figures =
                Figures.of(signed.packet(), contest, listPlaces.get(contest.index()), branch);
        return new Verdict.Storable(signed, contest, branch, HoldRule.findings(figures));
    }

    /// Of another election, definition or phase.
    private Verdict.@Nullable Refused foreign(ResultPacket packet) {
        if (!packet.election().equals(definition.election())) {
            return new Verdict.Refused(
                    Refusal.ELECTION,
                    "expected election " + definition.election() + ", got " + packet.election()
                            + "; send it to its own server");
        }
        if (!packet.definition().equals(definition.hash())) {
            return new Verdict.Refused(
                    Refusal.DEFINITION,
                    "expected definition " + definition.hash() + ", got " + packet.definition()
                            + "; load the current definition and sign again");
        }
        if (packet.phase() != definition.phase()) {
            return new Verdict.Refused(
                    Refusal.PHASE,
                    "expected phase " + definition.phase().number() + ", got "
                            + packet.phase().number() + " (0 rehearsal, 1 official); sign again"
                            + " with the right one");
        }
        return null;
    }

    /// Votes or list votes that do not fit the contest.
    private static Verdict.@Nullable Refused misshapen(ResultPacket packet, Contest contest) {
        int candidates = contest.candidates().size();
        if (packet.votes().size() != candidates) {
            return new Verdict.Refused(
                    Refusal.VOTES,
                    "contest " + contest.contest() + " has " + candidates + " candidates, got "
                            + packet.votes().size() + " votes; give one for each, in order");
        }
        int lists = contest.lists().size();
        Counts listVotes = packet.listVotes();
        if (listVotes == null && lists > 0) {
            return new Verdict.Refused(
                    Refusal.LIST_VOTES,
                    "contest " + contest.contest() + " has " + lists + " lists, got no list_votes;"
                            + " give one for each, in order");
        }
        if (listVotes != null && lists == 0) {
            return new Verdict.Refused(
                    Refusal.LIST_VOTES,
                    "contest " + contest.contest()
                            + " has no lists, got list_votes; leave them out");
        }
        if (listVotes != null && listVotes.size() != lists) {
            return new Verdict.Refused(
                    Refusal.LIST_VOTES,
                    "contest " + contest.contest() + " has " + lists + " lists, got "
                            + listVotes.size() + " list_votes; give one for each, in order");
        }
        return null;
    }

    private static int[] listPlaces(Contest contest) {
        List<Integer> numbers =
                contest.lists().stream().map(CandidateList::list).toList();
        return contest.candidates().stream()
                .mapToInt(candidate -> numbers.indexOf(candidate.list()))
                .toArray();
    }
}
