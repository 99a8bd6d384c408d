package org.shomar.aggregator.election.rehearsal;

/// One line of a result file: the votes of one candidate in one precinct.
///
/// @param line  from 1, where it begins
/// @param votes the sum of the chosen columns
record Row(
        int line,
        String county,
        String precinct,
        String office,
        String district,
        String party,
        String candidate,
        int votes) {}
