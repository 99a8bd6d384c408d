package org.shomar.aggregator.witness;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One who signs, with a time, that a log only ever grew since it was first seen
/// (c2sp.org/tlog-witness, c2sp.org/tlog-cosignature).
///
/// What it held last of each log is in its folder, and is there before the signature is made.
/// One process at a time has the folder.
public final class Witness implements AutoCloseable {
    /// Logs that one witness watches.
    public static final int LOGS_MAX = 1_000;

    private final NoteSigner signer;
    private final InstantSource clock;
    private final StateFolder folder;
    private final Map<String, WatchedLog> logs;

    private Witness(
            NoteSigner signer,
            InstantSource clock,
            StateFolder folder,
            Map<String, WatchedLog> logs) {
        this.signer = signer;
        this.clock = clock;
        this.folder = folder;
        this.logs = logs;
    }

    /// Takes the folder and reads what it held last.
    ///
    /// @param signer   of type [NoteKey.Type#WITNESS]
    /// @param logKeys  of the logs to watch; the name of a key is the origin of its log, which
    ///                 may have several
    /// @param clock    for the time in a cosignature
    /// @throws WitnessRefusedException when another process has the folder, what is in it is
    ///                                 damaged, or a key is of the wrong type
    public static Witness open(
            Path folder, NoteSigner signer, Collection<NoteKey> logKeys, InstantSource clock)
            throws IOException {
        require(signer.key(), NoteKey.Type.WITNESS, "sign");
        SortedMap<String, List<NoteKey>> byOrigin = new TreeMap<>();
        for (NoteKey key : logKeys) {
            require(key, NoteKey.Type.LOG, "be watched");
            byOrigin.computeIfAbsent(key.name(), origin -> new ArrayList<>()).add(key);
        }
        if (byOrigin.isEmpty() || byOrigin.size() > LOGS_MAX) {
            throw new WitnessRefusedException(
                    "a witness watches 1 to " + LOGS_MAX + " logs, not " + byOrigin.size());
        }
        StateFolder state = StateFolder.open(folder);
        try {
            SortedMap<String, WatchedLog> logs = new TreeMap<>();
            for (Map.Entry<String, List<NoteKey>> log : byOrigin.entrySet()) {
                String origin = log.getKey();
                logs.put(origin, WatchedLog.open(origin, log.getValue(), state));
            }
            return new Witness(signer, clock, state, logs);
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }

    private static void require(NoteKey key, NoteKey.Type type, String what)
            throws WitnessRefusedException {
        if (key.type() != type) {
            throw new WitnessRefusedException("the key " + key + " is of a " + key.type() + "; to "
                    + what + " it must be of a " + type);
        }
    }

    /// Answers one request; blocks for the disk.
    ///
    /// @param body of `POST /add-checkpoint`
    WitnessAnswer answer(String body) {
        AddCheckpoint shown;
        try {
            shown = AddCheckpoint.parse(body);
        } catch (UnfitTextException unfit) {
            return new WitnessAnswer.BadRequest(String.valueOf(unfit.getMessage()));
        }
        @Nullable WatchedLog log = logs.get(shown.checkpoint().origin());
        if (log == null) {
            return new WitnessAnswer.NotFound(
                    "this witness does not watch the log " + shown.checkpoint().origin());
        }
        return log.answer(shown, signer, clock);
    }

    /// The key to check its cosignatures with.
    public NoteKey key() {
        return signer.key();
    }

    /// By origin, in order.
    Collection<WatchedLog> logs() {
        return logs.values();
    }

    /// Gives the folder free.
    @Override
    public void close() throws IOException {
        folder.close();
    }
}
