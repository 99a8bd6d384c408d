package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;

import java.util.List;
import java.util.Map;

/// A rehearsal election before it has keys.
///
/// @param branches each with no keys yet
/// @param officers their roles by name, in file order
/// @param sheets   what was counted, for each branch and each of its contests
record Plan(
        Definition.Header header,
        List<Area> areas,
        List<Contest> contests,
        List<Branch> branches,
        Map<String, String> officers,
        Sheets sheets) {
    /// Answers the same for the same pair, from any thread.
    @FunctionalInterface
    interface Sheets {
        Sheet of(Branch branch, Contest contest);
    }
}
