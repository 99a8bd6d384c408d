package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/// Fetches the log's checkpoint, and takes only one that the trusted keys signed.
final class CheckpointReader {
    static final String PATH = "checkpoint";

    private final Source source;
    private final Trust trust;
    private final Findings findings;

    CheckpointReader(Source source, Trust trust, Findings findings) {
        this.source = source;
        this.trust = trust;
        this.findings = findings;
    }

    /// The newest checkpoint; empty, with a finding, when it cannot be believed.
    Optional<Signed> read() throws IOException {
        return switch (source.get(PATH, Note.BYTES_MAX)) {
            case Source.Fetched.Absent absent ->
                unfit(Kind.CHECKPOINT_UNFIT, "a signed note", "status " + absent.status());
            case Source.Fetched.Body body -> check(new String(body.bytes(), UTF_8));
        };
    }

    private Optional<Signed> check(String text) {
        Note note;
        Checkpoint checkpoint;
        try {
            note = Note.parse(text);
            checkpoint = Checkpoint.parse(note.text());
        } catch (UnfitTextException unfit) {
            return unfit(
                    Kind.CHECKPOINT_UNFIT,
                    "a signed checkpoint",
                    Objects.requireNonNullElse(unfit.getMessage(), "another text"));
        }
        NoteKey key = trust.logKey();
        if (!note.isSignedBy(key) || note.hasForgeryOf(key)) {
            return unfit(Kind.LOG_SIGNATURE, "a signature of " + key, names(note));
        }
        if (!checkpoint.origin().equals(key.name())) {
            return unfit(Kind.ORIGIN, key.name(), checkpoint.origin());
        }
        checkWitnesses(note);
        return Optional.of(new Signed(note, checkpoint));
    }

    private void checkWitnesses(Note note) {
        int signed = 0;
        for (NoteKey witness : trust.witnesses()) {
            signed += note.isSignedBy(witness) ? 1 : 0;
            if (note.hasForgeryOf(witness)) {
                findings.add(Difference.in(
                        Kind.WITNESS_FORGED,
                        PATH + " of " + witness.name(),
                        "a cosignature of " + witness,
                        "one that does not verify"));
            }
        }
        if (signed < trust.witnessesMin()) {
            findings.add(Difference.in(
                    Kind.WITNESSES, PATH, trust.witnessesMin() + " cosignatures", signed + ""));
        }
    }

    private Optional<Signed> unfit(Kind kind, String expected, String seen) {
        findings.add(Difference.in(kind, PATH, expected, seen));
        return Optional.empty();
    }

    private static String names(Note note) {
        return "signatures of "
                + String.join(
                        ", ",
                        note.signatures().stream()
                                .map(signature -> signature.name())
                                .toList());
    }
}
