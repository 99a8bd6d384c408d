package org.shomar.aggregator.tally;

import com.hazelcast.map.EntryProcessor;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;

import java.util.List;
import java.util.Map;

/// Offers a run to the tally of each of some contests, on the partition threads of their
/// owners and backups. May run any number of times.
///
/// Answers [Merged] as one number, so that nothing but a long travels back: the
/// `contest_seq` of `UpTo`, or minus the one of `Behind`.
/// @param runs by contest
record MergeRuns(Definition definition, Map<Integer, List<Counted>> runs)
        implements EntryProcessor<Integer, ContestTally, Long> {
    @Override
    public Long process(Map.Entry<Integer, ContestTally> entry) {
        ContestTally stored = entry.getValue();
        ContestTally tally = stored == null ? ContestTally.of(definition, entry.getKey()) : stored;
        long before = tally.contestSeq();
        Merged merged = tally.apply(runs.getOrDefault(entry.getKey(), List.of()));
        if (tally.contestSeq() > before) {
            entry.setValue(tally);
        }
        return switch (merged) {
            case Merged.UpTo upTo -> upTo.contestSeq();
            case Merged.Behind behind -> -behind.from();
        };
    }

    static Merged answer(long number) {
        return number < 0 ? new Merged.Behind(-number) : new Merged.UpTo(number);
    }
}
