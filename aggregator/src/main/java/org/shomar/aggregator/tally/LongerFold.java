package org.shomar.aggregator.tally;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.fold.ContestTally;

/// After a split: of two tallies of a contest the one that has folded more entries stays.
/// Both are folds of the same ledger, so the longer one has all that the other has;
/// catch-up does the rest.
final class LongerFold
        implements SplitBrainMergePolicy<
                        ContestTally, MergingValue<ContestTally>, @Nullable Object>,
                IdentifiedDataSerializable {
    static final int FACTORY = 1;

    @Override
    public @Nullable Object merge(
            @Nullable MergingValue<ContestTally> merging,
            @Nullable MergingValue<ContestTally> existing) {
        if (merging == null) {
            return existing == null ? null : existing.getRawValue();
        }
        if (existing == null) {
            return merging.getRawValue();
        }
        boolean longer = merging.getDeserializedValue().contestSeq()
                > existing.getDeserializedValue().contestSeq();
        return longer ? merging.getRawValue() : existing.getRawValue();
    }

    @Override
    public int getFactoryId() {
        return FACTORY;
    }

    @Override
    public int getClassId() {
        return 1;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // Nothing: it has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // Nothing: it has no state.
    }
}
