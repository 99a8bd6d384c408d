package org.shomar.aggregator.election.rehearsal;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;

/// What one branch counted in one contest.
///
/// @param listVotes null when the contest has no lists
record Sheet(Ballots ballots, Counts votes, @Nullable Counts listVotes) {}
