package org.shomar.aggregator.ledger;

/// Told how long PostgreSQL took for the round trips of a transaction that wrote.
@FunctionalInterface
public interface RoundTrips {
    /// Called on the ledger's event loop; must not block.
    ///
    /// @param lookupNanos for the lock on the head and all that must be known; 0 when nothing
    ///                    was asked
    /// @param writeNanos  for all that is written, COMMIT included
    void took(long lookupNanos, long writeNanos);
}
