package org.shomar.aggregator.ledger;

/// The bounds of a ledger.
///
/// @param entriesPerCommitMax 1..4,096
/// @param entriesWaitingMax   entries that may wait for a commit before the ledger says it is
///                            full, 1..1,048,576
/// @param waitMillisMax       how long an entry may wait while the database is away, and a
///                            transaction for its answers, 100..600,000
public record LedgerConfig(int entriesPerCommitMax, int entriesWaitingMax, int waitMillisMax) {
    public static final LedgerConfig DEFAULT = new LedgerConfig(512, 16_384);

    private static final int WAIT_MILLIS = 10_000;

    public LedgerConfig {
        inRange("entriesPerCommitMax", entriesPerCommitMax, 1, 4_096);
        inRange("entriesWaitingMax", entriesWaitingMax, 1, 1_048_576);
        inRange("waitMillisMax", waitMillisMax, 100, 600_000);
    }

    public LedgerConfig(int entriesPerCommitMax, int entriesWaitingMax) {
        this(entriesPerCommitMax, entriesWaitingMax, WAIT_MILLIS);
    }

    private static void inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; it goes from " + min + " to " + max);
        }
    }
}
