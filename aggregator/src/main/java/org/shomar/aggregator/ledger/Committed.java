package org.shomar.aggregator.ledger;

import org.shomar.aggregator.verify.Verdict;

/// A new entry, just committed.
///
/// @param receivedNanos `System.nanoTime()` when its first byte came
public record Committed(long seq, long contestSeq, Verdict.Storable entry, long receivedNanos) {}
