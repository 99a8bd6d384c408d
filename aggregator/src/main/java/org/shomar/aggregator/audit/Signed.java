package org.shomar.aggregator.audit;

import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;

/// A checkpoint with the note that carries its signatures.
///
/// @param checkpoint what the note says
public record Signed(Note note, Checkpoint checkpoint) {}
