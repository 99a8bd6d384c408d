package org.shomar.aggregator.ledger;

/// An entry that was asked for by its packet id, and what its first answer is made of again.
///
/// @param logSize  entries in the log when this one was committed: the size of the first
///                 checkpoint that covers it
/// @param findings the JSON array of findings as first answered, `[]` for none
public record Found(Entry entry, int branch, int revision, long logSize, String findings) {}
