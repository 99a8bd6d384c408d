package org.shomar.aggregator.fold;

import java.util.List;

/// The totals of one contest at one moment.
///
/// @param seq        of the contest's last entry, 0 before the first
/// @param contestSeq of that entry, 0 before the first
/// @param areas      by area place of the contest's `Electorate`
public record Totals(int contest, long seq, long contestSeq, List<AreaTotals> areas) {}
