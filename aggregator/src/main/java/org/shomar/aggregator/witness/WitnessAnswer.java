package org.shomar.aggregator.witness;

import org.shomar.aggregator.proof.NoteSignature;

/// What a witness answers to `add-checkpoint`.
sealed interface WitnessAnswer {
    /// 200: the checkpoint is on disk, and this is the witness's signature of it.
    record Cosigned(NoteSignature cosignature) implements WitnessAnswer {}

    /// 409: the witness does not hold what the client believes, or the log forked.
    ///
    /// @param size of the checkpoint that the witness holds, 0 for none
    record Conflict(long size) implements WitnessAnswer {}

    /// 422: the proof does not show that the log only grew.
    record Unprocessable(String detail) implements WitnessAnswer {}

    /// 404: the log is not watched.
    record NotFound(String detail) implements WitnessAnswer {}

    /// 403: the log did not sign this.
    record Forbidden(String detail) implements WitnessAnswer {}

    /// 400: not what the protocol asks for.
    record BadRequest(String detail) implements WitnessAnswer {}

    /// 503: the disk did not take it, so nothing was signed.
    record Unavailable(String detail) implements WitnessAnswer {}
}
