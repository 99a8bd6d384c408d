package org.shomar.aggregator.audit;

import org.shomar.aggregator.proof.NoteKey;

import java.util.List;

/// Whom the auditor believes, and in nothing but their signatures.
///
/// @param logKey       signs checkpoints
/// @param witnesses    whose cosignatures are looked for
/// @param witnessesMin how many of them each checkpoint must have, 0..their number
public record Trust(NoteKey logKey, List<NoteKey> witnesses, int witnessesMin) {
    public Trust {
        witnesses = List.copyOf(witnesses);
        if (witnessesMin < 0 || witnessesMin > witnesses.size()) {
            throw new IllegalArgumentException("of " + witnesses.size() + " witnesses, "
                    + witnessesMin + " cannot be asked for");
        }
    }

    /// Believes the log's key alone.
    public static Trust of(NoteKey logKey) {
        return new Trust(logKey, List.of(), 0);
    }
}
