package org.shomar.aggregator;

import io.vertx.core.Future;

import org.shomar.aggregator.feed.LogSource;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.Signed;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the feed reads of the log: hashes from memory, entries from the ledger.
///
/// @param log started, so that something is signed
record ServedLog(SignedLog log, Ledger ledger) implements LogSource {
    @Override
    public String logKey() {
        return log.key().toString();
    }

    @Override
    public Note published() {
        return latest().note();
    }

    @Override
    public Checkpoint signed() {
        return latest().checkpoint();
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return Tiles.hashes(log.tree(), signed().size(), path);
    }

    @Override
    public Future<List<byte[]>> entries(long firstLeaf, int count) {
        return ledger.messages(firstLeaf + 1, count);
    }

    private Signed latest() {
        return Objects.requireNonNull(log.latest(), "the log is not started");
    }
}
