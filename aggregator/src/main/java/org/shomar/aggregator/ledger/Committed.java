package org.shomar.aggregator.ledger;

import org.shomar.aggregator.verify.Verdict;

/// A new entry, just committed.
///
/// @param intendedNanos `System.nanoTime()` when it was meant to be sent
public record Committed(long seq, long contestSeq, Verdict.Storable entry, long intendedNanos) {}
