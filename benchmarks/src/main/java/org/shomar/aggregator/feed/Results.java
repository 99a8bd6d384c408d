package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;
import org.shomar.benchmarks.Rehearsed;

import java.util.List;

/// One contest of a whole province in the middle of its night, at two sequences that lie a
/// tick apart.
final class Results {
    /// Reports of the contest in a tenth of a second, at a hundred a second.
    private static final int ENTRIES_OF_A_TICK = 10;

    final Definition definition;
    final Topic topic;
    final Totals before;
    final Totals after;
    private final ResultState states;

    Results() {
        Rehearsed night = new Rehearsed();
        definition = night.definition();
        Contest contest = night.busiest();
        topic = new Topics(definition).named("contest/" + contest.contest()).orElseThrow();
        states = new ResultState(definition);
        List<Counted> entries = night.entries(contest, 1);
        int middle = entries.size() / 2;
        ContestTally tally = new ContestTally(definition, contest);
        tally.apply(entries.subList(0, middle));
        before = tally.totals();
        tally.apply(entries.subList(middle, middle + ENTRIES_OF_A_TICK));
        after = tally.totals();
    }

    Publication first(Totals totals, long version) {
        return Publication.first(topic, totals.seq(), states.of(topic, totals), totals, version);
    }

    /// @param seq greater than that of the publication before
    Publication next(Publication publication, Totals totals, long seq, long version) {
        return publication.next(seq, states.of(topic, totals), totals, version);
    }
}
