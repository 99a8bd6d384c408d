package org.shomar.aggregator.tally;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.fold.ContestTally;

import java.util.Map;

/// Reads one thing from a contest's tally where it lies; only the answer travels. Null for a
/// contest without entries.
record ReadTally(Question question)
        implements EntryProcessor<Integer, ContestTally, @Nullable Object>, ReadOnly {
    enum Question {
        /// `contest_seq` of the last entry, a Long.
        HEAD,
        /// [Totals].
        TOTALS,
        /// [BranchStates].
        BRANCHES,
        /// The 32 bytes of the digest.
        DIGEST
    }

    @Override
    public @Nullable Object process(Map.Entry<Integer, ContestTally> entry) {
        ContestTally tally = entry.getValue();
        if (tally == null) {
            return null;
        }
        return switch (question) {
            case HEAD -> tally.contestSeq();
            case TOTALS -> tally.totals();
            case BRANCHES -> tally.branchStates();
            case DIGEST -> tally.digest().bytes();
        };
    }

    @Override
    public @Nullable EntryProcessor<Integer, ContestTally, @Nullable Object> getBackupProcessor() {
        return null;
    }
}
