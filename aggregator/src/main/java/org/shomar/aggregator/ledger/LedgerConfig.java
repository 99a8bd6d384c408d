package org.shomar.aggregator.ledger;

/// @param entriesPerCommitMax 1..4,096
/// @param entriesWaitingMax   entries that may wait for a commit before the ledger says it is full
public record LedgerConfig(int entriesPerCommitMax, int entriesWaitingMax) {
    public static final LedgerConfig DEFAULT = new LedgerConfig(512, 16_384);
}
