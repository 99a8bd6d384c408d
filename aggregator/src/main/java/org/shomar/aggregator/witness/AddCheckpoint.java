package org.shomar.aggregator.witness;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of `POST /add-checkpoint` (c2sp.org/tlog-witness): the size that the client
/// believes the witness to hold, a proof from there, and the checkpoint. Parsing verifies
/// nothing.
///
/// @param oldSize    what the witness should hold, 0 or more
/// @param proof      from `oldSize` to the checkpoint (RFC 6962 section 2.1.2)
/// @param note       as signed by the log
/// @param checkpoint what the note says
record AddCheckpoint(long oldSize, List<Digest> proof, Note note, Checkpoint checkpoint) {
    /// No tree of fewer than 2^63 leaves needs more.
    static final int PROOF_HASHES_MAX = 63;

    /// The old size and the proof take 2,859 bytes at most.
    private static final int HEAD_BYTES_MAX = 4_096;

    static final int BYTES_MAX = HEAD_BYTES_MAX + Note.BYTES_MAX;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,17})");
    private static final String SEPARATOR = "\n\n";

    AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /// Reads a body.
    ///
    /// @throws UnfitTextException when it is none
    static AddCheckpoint parse(String body) throws UnfitTextException {
        int split = body.indexOf(SEPARATOR);
        if (split < 0) {
            throw new UnfitTextException("the body is a line of the old size, lines of the proof,"
                    + " an empty line, and a checkpoint");
        }
        String[] head = body.substring(0, split).split("\n", PROOF_HASHES_MAX + 2);
        if (head.length > 1 + PROOF_HASHES_MAX) {
            throw new UnfitTextException("a proof has at most " + PROOF_HASHES_MAX + " hashes");
        }
        Matcher old = OLD.matcher(head[0]);
        if (!old.matches()) {
            throw new UnfitTextException("the first line is the old size, such as: old 4711");
        }
        List<Digest> proof = new ArrayList<>();
        for (int i = 1; i < head.length; i++) {
            proof.add(Checkpoint.hash(head[i]));
        }
        Note note = Note.parse(body.substring(split + SEPARATOR.length()));
        return new AddCheckpoint(
                Long.parseLong(old.group(1)), proof, note, Checkpoint.parse(note.text()));
    }

    /// As it is sent.
    @Override
    public String toString() {
        StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> body.append(Checkpoint.base64(hash)).append('\n'));
        return body.append('\n').append(note).toString();
    }
}
