package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TilePath;

import java.util.List;
import java.util.Optional;

/// A feed without tally and log: who asks them anything has left what is measured.
final class NoSource implements TotalsSource, LogSource {
    @Override
    public Future<Totals> totals(int contest) {
        throw new UnsupportedOperationException("totals");
    }

    @Override
    public Future<Optional<Totals>> totalsAt(int contest, long seq) {
        throw new UnsupportedOperationException("totalsAt");
    }

    @Override
    public Future<BranchStates> branches(int contest) {
        throw new UnsupportedOperationException("branches");
    }

    @Override
    public String logKey() {
        throw new UnsupportedOperationException("logKey");
    }

    @Override
    public Note published() {
        throw new UnsupportedOperationException("published");
    }

    @Override
    public Checkpoint signed() {
        throw new UnsupportedOperationException("signed");
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        throw new UnsupportedOperationException("tile");
    }

    @Override
    public Future<List<byte[]>> entries(long firstLeaf, int count) {
        throw new UnsupportedOperationException("entries");
    }
}
