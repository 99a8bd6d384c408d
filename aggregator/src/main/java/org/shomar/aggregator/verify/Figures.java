package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.ResultPacket;

/// The numbers of a packet that [HoldRule] compares, with what its contest and branch say
/// of them.
///
/// Sums are exact: counts have 31 bits and there are at most 4,096 of them. A sum over
/// nothing is 0, also that of the list votes of a contest without lists.
///
/// @param valid      cast - blank - invalid; negative when those contradict each other
/// @param sum        of the candidates' votes
/// @param listSum    of the ballots given to lists
/// @param mostOfOne  the largest, over the candidates, of own votes plus the votes of the
///                   own list; [#NOBODY] without candidates
/// @param eligible   voters of the branch, only known for `fixed` ones
record Figures(
        Ballots ballots,
        long valid,
        long sum,
        long listSum,
        long mostOfOne,
        boolean lists,
        int maxChoices,
        boolean fixed,
        int eligible) {
    /// Less than any number of valid ballots can be.
    static final long NOBODY = Long.MIN_VALUE;

    /// @param places of each candidate's list in the contest's lists, negative for none
    static Figures of(ResultPacket packet, Contest contest, int[] places, Branch branch) {
        Counts listVotes = packet.listVotes() == null ? Counts.NONE : packet.listVotes();
        return new Figures(
                packet.ballots(),
                packet.ballots().valid(),
                packet.votes().sum(),
                listVotes.sum(),
                mostOfOne(packet.votes(), listVotes, places),
                !contest.lists().isEmpty(),
                contest.maxChoices(),
                branch.kind() == BranchKind.FIXED,
                branch.eligible());
    }

    /// What the ballots not given to a list can carry.
    ///
    /// Ballots below 0 stay below 0 and in range, as votes are compared with it and never are.
    long choicesMax() {
        return Math.max(valid - listSum, Integer.MIN_VALUE) * maxChoices;
    }

    boolean oneChoice() {
        return maxChoices == 1 && !lists;
    }

    private static long mostOfOne(Counts votes, Counts listVotes, int[] places) {
        long most = NOBODY;
        for (int i = 0; i < votes.size(); i++) {
            long ofList = places[i] < 0 ? 0 : listVotes.get(places[i]);
            most = Math.max(most, ofList + votes.get(i));
        }
        return most;
    }
}
