package org.shomar.benchmarks;

import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.util.List;

/// Signs checkpoints as the server does: with the fast provider and a key that is read once.
final class SignedCheckpoint {
    private static final String ORIGIN = "shomar/kerman-1405";

    private final NoteSigner signer;

    SignedCheckpoint() throws UnfitTextException {
        signer = NoteSigner.of(ORIGIN, NoteKey.Type.LOG, Packets.SEED, Ed25519.fastest());
    }

    /// Of all that is in the tree.
    Note of(MerkleTree tree, long size) {
        String text = new Checkpoint(ORIGIN, size, tree.at(size).root()).text();
        return new Note(text, List.of(signer.sign(text)));
    }
}
