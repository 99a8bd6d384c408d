package org.shomar.aggregator.audit;

import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;

/// What an earlier audit found right: the log must begin with it for ever.
///
/// @param note       as it was signed
/// @param leafHashes of its entries, side by side; as many as its size
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Seen(Note note, Checkpoint checkpoint, byte[] leafHashes) {}
