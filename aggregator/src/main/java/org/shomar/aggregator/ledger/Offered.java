package org.shomar.aggregator.ledger;

import org.shomar.aggregator.verify.Verdict;

/// An entry to be stored, if it is new.
///
/// @param receivedNanos `System.nanoTime()` when its first byte came; only handed on
record Offered(Verdict.Storable entry, long receivedNanos) {}
