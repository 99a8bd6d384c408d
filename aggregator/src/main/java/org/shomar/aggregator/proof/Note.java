package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// A text with signatures under it (c2sp.org/signed-note). Parsing verifies nothing.
///
/// @param text what is signed, ending in a newline
public record Note(String text, List<NoteSignature> signatures) {
    /// More than any honest log and its witnesses need.
    public static final int SIGNATURES_MAX = 64;

    /// Room for the 16 signatures that every reader has to take, 5 kB each as post-quantum
    /// ones may be, in base64, and more.
    public static final int BYTES_MAX = 128 * 1_024;

    private static final String SEPARATOR = "\n\n";

    public Note {
        signatures = List.copyOf(signatures);
    }

    /// Reads a note.
    ///
    /// @throws UnfitTextException when it is none, or beyond the bounds above
    public static Note parse(String note) throws UnfitTextException {
        if (note.getBytes(UTF_8).length > BYTES_MAX) {
            throw new UnfitTextException("a note has at most " + BYTES_MAX + " bytes");
        }
        if (note.codePoints().anyMatch(Note::isUnfit)) {
            throw new UnfitTextException("a note is UTF-8 text without control characters");
        }
        int split = note.lastIndexOf(SEPARATOR);
        if (split < 0 || !note.endsWith("\n") || split + SEPARATOR.length() == note.length()) {
            throw new UnfitTextException(
                    "a note is a text, an empty line, and lines of signatures");
        }
        String[] lines = note.substring(split + SEPARATOR.length(), note.length() - 1)
                .split("\n", SIGNATURES_MAX + 1);
        if (lines.length > SIGNATURES_MAX) {
            throw new UnfitTextException("a note has at most " + SIGNATURES_MAX + " signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(NoteSignature.parse(line));
        }
        return new Note(note.substring(0, split + 1), signatures);
    }

    /// Control characters, and what stands where the bytes were not UTF-8: the replacement
    /// character, or half of a pair, which would be signed as a question mark.
    private static boolean isUnfit(int c) {
        return c < ' ' && c != '\n'
                || c == '\uFFFD'
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /// The signatures that verify under a key; those of other keys are passed over.
    public boolean isSignedBy(NoteKey key) {
        return signatures.stream().anyMatch(signature -> key.verifies(text, signature));
    }

    /// Whether a signature names this key and does not verify: then the whole note is not to
    /// be believed.
    public boolean hasForgeryOf(NoteKey key) {
        return signatures.stream()
                .anyMatch(signature -> key.isNamedBy(signature) && !key.verifies(text, signature));
    }

    /// The same text with more signatures.
    public Note with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new Note(text, all);
    }

    /// As it is published.
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> all.append(signature).append('\n'));
        return all.toString();
    }
}
