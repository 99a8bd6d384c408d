package org.shomar.aggregator.witness;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TreeAt;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.List;

/// A checkpoint that witnesses are asked to cosign, and the tree to prove it from.
///
/// @param ownSizeMax entries in the largest checkpoint that was ever proposed
record Proposal(Note note, Checkpoint checkpoint, TreeAt tree, long ownSizeMax) {
    /// @throws IllegalArgumentException when the note is no checkpoint of the tree
    static Proposal of(Note note, TreeAt tree, long ownSizeBefore) {
        Checkpoint checkpoint = checkpoint(note);
        if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
            throw new IllegalArgumentException("the checkpoint is of " + checkpoint.size()
                    + " entries and root " + checkpoint.root() + ", the tree of " + tree.size()
                    + " and root " + tree.root());
        }
        return new Proposal(note, checkpoint, tree, Math.max(ownSizeBefore, checkpoint.size()));
    }

    static Checkpoint checkpoint(Note note) {
        try {
            return Checkpoint.parse(note.text());
        } catch (UnfitTextException e) {
            throw new IllegalArgumentException("the note is no checkpoint: " + e.getMessage(), e);
        }
    }

    long size() {
        return checkpoint.size();
    }

    /// The request to a witness that holds so many entries, 0..size.
    String from(long oldSize) {
        List<Digest> proof = tree.consistency(oldSize);
        return new AddCheckpoint(oldSize, proof, note, checkpoint).toString();
    }
}
