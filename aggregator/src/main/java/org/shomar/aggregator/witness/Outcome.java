package org.shomar.aggregator.witness;

import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.Optional;
import java.util.regex.Pattern;

/// What one answer of a witness means to the log that asked it.
sealed interface Outcome {
    /// It signed the checkpoint, and the signature verifies.
    record Cosigned(NoteSignature cosignature) implements Outcome {}

    /// It holds another size than the request said: ask again from there.
    record Holds(long size) implements Outcome {}

    /// It holds more than this checkpoint, but no more than this log has.
    record Ahead(long size) implements Outcome {}

    /// It says that it signed what this log cannot have signed.
    ///
    /// @param size what it holds, as far as it said
    record Forked(long size, String reason) implements Outcome {}

    record Failed(String reason) implements Outcome {}

    /// A size line, as in requests; larger ones are nonsense.
    Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

    /// Reads an answer.
    ///
    /// @param oldSize    that the request said
    /// @param size       of the checkpoint in it
    /// @param ownSizeMax entries that this log is known to have had
    static Outcome of(
            Exchange.Answer answer,
            long oldSize,
            long size,
            long ownSizeMax,
            Note note,
            NoteKey witness) {
        return switch (answer.status()) {
            case 200 ->
                cosignature(answer.body(), note, witness)
                        .<Outcome>map(Cosigned::new)
                        .orElseGet(() -> new Failed("it answered without a valid cosignature"));
            case 409 -> conflict(answer.body(), oldSize, size, ownSizeMax);
            case 422 ->
                oldSize == 0
                        ? new Failed("it wants a proof of growth from nothing (422)")
                        : new Forked(
                                oldSize,
                                "it signed " + oldSize
                                        + " entries that this log is no continuation of");
            case 403 -> new Failed("it has another key of this log (403)");
            case 404 -> new Failed("it does not watch this log (404); give its operator the vkey");
            default -> new Failed("it answered with the status " + answer.status());
        };
    }

    private static Outcome conflict(String body, long oldSize, long size, long ownSizeMax) {
        long held = SIZE.matcher(body).matches() ? Long.parseLong(body.strip()) : -1;
        if (held > ownSizeMax) {
            return new Forked(
                    held,
                    "it signed " + held + " entries of this log, which has " + ownSizeMax
                            + ": the log was rolled back");
        }
        if (held > size) {
            return new Ahead(held);
        }
        if (oldSize == size && (held == size || held < 0)) {
            return new Forked(size, "it signed another log of " + size + " entries");
        }
        return held < 0 || held == oldSize
                ? new Failed("it contradicts itself about the size that it holds")
                : new Holds(held);
    }

    /// The first signature of a witness that verifies; others are passed over.
    private static Optional<NoteSignature> cosignature(String body, Note note, NoteKey witness) {
        return body.lines()
                .limit(Note.SIGNATURES_MAX)
                .flatMap(line -> signature(line).stream())
                .filter(one -> witness.verifies(note.text(), one))
                .findFirst();
    }

    private static Optional<NoteSignature> signature(String line) {
        try {
            return Optional.of(NoteSignature.parse(line));
        } catch (UnfitTextException unfit) {
            return Optional.empty();
        }
    }
}
