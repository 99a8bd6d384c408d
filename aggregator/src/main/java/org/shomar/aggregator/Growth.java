package org.shomar.aggregator;

import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.ledger.Leaves;
import org.shomar.aggregator.proof.SignedLog;

import java.util.List;
import java.util.function.Consumer;

/// What follows a commit: the log grows, then the entries are counted.
final class Growth implements Leaves {
    private final SignedLog log;
    private final Stages stages;

    /// Nowhere until the tally is there, which then reads the ledger itself.
    private volatile Consumer<List<Committed>> tally = committed -> {};

    Growth(SignedLog log, Stages stages) {
        this.log = log;
        this.stages = stages;
    }

    void countBy(Consumer<List<Committed>> merge) {
        tally = merge;
    }

    @Override
    public String logKey() {
        return log.key().toString();
    }

    @Override
    public long size() {
        return log.size();
    }

    @Override
    public void follow(byte[] leafHashes) {
        log.append(leafHashes);
    }

    @Override
    public void committed(List<Committed> added) {
        log.append(
                added.stream().map(entry -> entry.entry().signed().leafHash()).toList());
        stages.committed(added);
        tally.accept(added);
    }
}
