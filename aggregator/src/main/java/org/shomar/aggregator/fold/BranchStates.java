package org.shomar.aggregator.fold;

import java.util.List;

/// Every branch of a contest at one moment.
///
/// @param seq        of the contest's last entry, 0 before the first
/// @param contestSeq of that entry, 0 before the first
/// @param branches   by ascending branch number
public record BranchStates(int contest, long seq, long contestSeq, List<BranchState> branches) {}
