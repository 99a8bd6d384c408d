package org.shomar.aggregator.ledger;

import org.shomar.aggregator.verify.Verdict;

/// A new entry, just committed.
public record Committed(long seq, long contestSeq, Verdict.Storable entry) {}
