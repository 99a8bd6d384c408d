package org.shomar.aggregator.witness;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// One log that a witness watches: what it held last, and the one door to change it.
final class WatchedLog {
    /// A log that forks more often than that is known for it.
    static final int FORKS_KEPT_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedLog.class);

    private static final WitnessAnswer NOT_WRITTEN = new WitnessAnswer.Unavailable(
            "the disk did not take the checkpoint, so nothing was signed; try later");

    private final String origin;
    private final List<NoteKey> keys;
    private final StateFolder folder;

    /// Check, persist and sign are one step: two requests cannot roll the log back.
    private final ReentrantLock step = new ReentrantLock();

    private volatile Held held;
    private final AtomicInteger forks;
    private volatile boolean failing;

    /// What is on disk is not known: no signature any more.
    private boolean inDoubt;

    private boolean evidenceFails;

    /// @param note null before the first checkpoint
    private record Held(@Nullable Note note, Checkpoint checkpoint) {}

    private WatchedLog(String origin, List<NoteKey> keys, StateFolder folder) throws IOException {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        this.folder = folder;
        this.forks = new AtomicInteger(folder.forks(origin));
        this.held = read();
    }

    /// @param keys of the log, all with the name `origin`
    /// @throws WitnessRefusedException when what is on disk cannot have been written by a
    ///                                 witness of this log
    static WatchedLog open(String origin, List<NoteKey> keys, StateFolder folder)
            throws IOException {
        return new WatchedLog(origin, keys, folder);
    }

    private Held read() throws IOException {
        String fault;
        try {
            Optional<String> text = folder.read(origin);
            if (text.isEmpty()) {
                return new Held(null, Decision.nothing(origin));
            }
            Note note = Note.parse(text.get());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(origin)) {
                fault = "it is a checkpoint of " + checkpoint.origin();
            } else if (isSigned(note)) {
                return new Held(note, checkpoint);
            } else {
                fault = "it is not signed by a key that was given for this log";
            }
        } catch (UnfitTextException | IOException e) {
            fault = String.valueOf(e.getMessage());
        }
        throw new WitnessRefusedException(folder.fileOf(origin)
                + " should be the last checkpoint of " + origin
                + " that this witness cosigned, but " + fault
                + ". A witness that does not know what it signed must not sign. Bring back the"
                + " file or the log's key, or begin anew: an empty folder and a new key");
    }

    /// Decides, persists, and only then signs. Blocks for the disk.
    WitnessAnswer answer(AddCheckpoint shown, NoteSigner signer, InstantSource clock) {
        if (!isSigned(shown.note())) {
            return new WitnessAnswer.Forbidden(
                    "the checkpoint is not signed by the key that is known of " + origin);
        }
        step.lock();
        try {
            return switch (Decision.of(held.checkpoint(), shown)) {
                case Decision.Refuse(WitnessAnswer answer) -> answer;
                case Decision.Fork() -> fork(shown);
                case Decision.Take() -> take(shown, signer, clock);
            };
        } finally {
            step.unlock();
        }
    }

    private WitnessAnswer take(AddCheckpoint shown, NoteSigner signer, InstantSource clock) {
        if (inDoubt) {
            return NOT_WRITTEN;
        }
        Note note = ofTheLog(shown.note());
        try {
            folder.write(origin, note);
        } catch (IOException e) {
            failed(e);
            return NOT_WRITTEN;
        }
        held = new Held(note, shown.checkpoint());
        failing = false;
        long now = clock.instant().getEpochSecond();
        return new WitnessAnswer.Cosigned(signer.cosign(note.text(), now));
    }

    /// What is on disk now may be the new checkpoint or the old one.
    private void failed(IOException reason) {
        if (!failing) {
            LOG.error(
                    "ALARM: a checkpoint of {} could not be written; nothing is signed until"
                            + " one can be: {}",
                    origin,
                    reason.toString());
        }
        failing = true;
        try {
            held = read();
        } catch (IOException e) {
            inDoubt = true;
            LOG.error("ALARM: nothing more is signed of {}: {}", origin, e.toString());
        }
    }

    private WitnessAnswer fork(AddCheckpoint shown) {
        Checkpoint before = held.checkpoint();
        Note note = held.note();
        if (note != null && forks.get() < FORKS_KEPT_MAX) {
            keepEvidence(note, before, shown);
        }
        return new WitnessAnswer.Conflict(before.size());
    }

    private void keepEvidence(Note note, Checkpoint before, AddCheckpoint shown) {
        try {
            if (folder.keepEvidence(note, ofTheLog(shown.note()), shown.checkpoint())) {
                forks.incrementAndGet();
                LOG.error(
                        "ALARM: {} FORKED: it signed two different logs of {} entries, with the"
                                + " roots {} and {}. Both checkpoints are kept in the folder"
                                + " evidence; show them to everybody",
                        origin,
                        before.size(),
                        Checkpoint.base64(before.root()),
                        Checkpoint.base64(shown.checkpoint().root()));
            }
        } catch (IOException e) {
            if (!evidenceFails) {
                LOG.error(
                        "ALARM: {} FORKED, and the evidence cannot be written: {}\n{}\n{}",
                        origin,
                        e.toString(),
                        note,
                        shown.note());
            }
            evidenceFails = true;
        }
    }

    private boolean isSigned(Note note) {
        return keys.stream().anyMatch(note::isSignedBy)
                && keys.stream().noneMatch(note::hasForgeryOf);
    }

    /// The note with the signatures of the log alone: anybody may add others.
    private Note ofTheLog(Note note) {
        return new Note(
                note.text(),
                note.signatures().stream()
                        .filter(one ->
                                keys.stream().anyMatch(key -> key.verifies(note.text(), one)))
                        .toList());
    }

    String origin() {
        return origin;
    }

    List<NoteKey> keys() {
        return keys;
    }

    /// Entries in the checkpoint that was cosigned last; 0 before the first.
    long size() {
        return held.checkpoint().size();
    }

    /// How many forks there is evidence of.
    int forks() {
        return forks.get();
    }

    /// Whether the disk did not take the last checkpoint.
    boolean failing() {
        return failing;
    }
}
