package org.shomar.aggregator.fold;

import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

/// What the fold takes from one ledger entry of a contest.
///
/// @param listVotes empty when the contest has no lists
public record Counted(
        long seq,
        long contestSeq,
        int branch,
        int revision,
        Digest packet,
        PacketState state,
        Ballots ballots,
        Counts votes,
        Counts listVotes) {}
