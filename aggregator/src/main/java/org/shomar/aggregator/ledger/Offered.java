package org.shomar.aggregator.ledger;

import org.shomar.aggregator.verify.Verdict;

/// An entry to be stored, if it is new.
///
/// @param intendedNanos `System.nanoTime()` when it was meant to be sent; only handed on
record Offered(Verdict.Storable entry, long intendedNanos) {}
