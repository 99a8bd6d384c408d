package org.shomar.aggregator.witness;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleProof;

import java.util.List;

/// What follows from what a witness holds and what it is shown. Pure.
sealed interface Decision {
    /// The log only grew: hold this from now on, then sign it.
    record Take() implements Decision {}

    /// As many entries as are held, under another root: the log signed two histories.
    record Fork() implements Decision {}

    record Refuse(WitnessAnswer answer) implements Decision {}

    /// What a witness holds of a log that it never cosigned: no entries, the hash of nothing.
    static Checkpoint nothing(String origin) {
        return new Checkpoint(origin, 0, Digest.sha256());
    }

    /// @param shown a request whose signature was verified
    static Decision of(Checkpoint held, AddCheckpoint shown) {
        Checkpoint next = shown.checkpoint();
        if (shown.oldSize() > next.size()) {
            return new Refuse(new WitnessAnswer.BadRequest("the old size " + shown.oldSize()
                    + " is larger than the checkpoint's " + next.size()));
        }
        if (next.size() == held.size() && !next.root().equals(held.root())) {
            return new Fork(); // whatever the client believes: two signatures prove it
        }
        if (shown.oldSize() != held.size()) {
            return new Refuse(new WitnessAnswer.Conflict(held.size()));
        }
        if (!hasGrown(held, next, shown.proof())) {
            return new Refuse(new WitnessAnswer.Unprocessable("the proof does not show that the"
                    + " log grew from " + held.size() + " to " + next.size() + " entries"));
        }
        return new Take();
    }

    /// Every log grew from nothing, and needs no proof of that.
    private static boolean hasGrown(Checkpoint held, Checkpoint next, List<Digest> proof) {
        return held.size() == 0
                ? proof.isEmpty()
                : MerkleProof.consistent(held.size(), next.size(), held.root(), next.root(), proof);
    }
}
