package org.shomar.aggregator.ledger;

/// Told of each commit, on the ledger's event loop, so that somebody can meter it.
@FunctionalInterface
public interface LedgerObserver {
    LedgerObserver NONE = (entries, micros) -> {};

    /// @param entries new entries in this commit, 1 or more
    /// @param micros  from the start of the transaction to the answer of the commit
    void committed(int entries, long micros);
}
