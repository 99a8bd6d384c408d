package org.shomar.aggregator.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.TreeAt;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.util.Arrays;
import java.util.List;

/// A log with some entries that signs what it is asked to, two histories as well.
final class TestLog {
    static final Ed25519 ED25519 = Ed25519.bouncyCastle();
    static final String ORIGIN = "shomar/kerman-1405";

    private final NoteSigner signer;
    private final MerkleTree tree = new MerkleTree();

    private TestLog(NoteSigner signer) {
        this.signer = signer;
    }

    static TestLog of(String origin, int leaves) {
        return new TestLog(signer(origin, NoteKey.Type.LOG, 1)).grow("", leaves);
    }

    /// Another history under the same key, that begins with the same leaves.
    TestLog forkedAfter(int same, int leaves) {
        return new TestLog(signer).grow("", same).grow("other ", leaves - same);
    }

    private TestLog grow(String story, int leaves) {
        for (int i = 0; i < leaves; i++) {
            tree.append(Digest.leafHash((story + tree.size()).getBytes(UTF_8)));
        }
        return this;
    }

    /// A key that is the same for the same number.
    static NoteSigner signer(String name, NoteKey.Type type, int number) {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        Arrays.fill(seed, (byte) number);
        try {
            return NoteSigner.of(name, type, seed, ED25519);
        } catch (UnfitTextException e) {
            throw new AssertionError(e);
        }
    }

    static NoteSigner witness(int number) {
        return signer("paper.example/w" + number, NoteKey.Type.WITNESS, 100 + number);
    }

    NoteKey key() {
        return signer.key();
    }

    TreeAt at(long size) {
        return tree.at(size);
    }

    Checkpoint checkpoint(long size) {
        return new Checkpoint(key().name(), size, at(size).root());
    }

    Note note(long size) {
        return note(checkpoint(size).text());
    }

    Note note(String text) {
        return new Note(text, List.of(signer.sign(text)));
    }

    /// An honest request.
    String request(long oldSize, long size) {
        return request(oldSize, note(size), at(size).consistency(oldSize));
    }

    static String request(long oldSize, Note note, List<Digest> proof) {
        StringBuilder body = new StringBuilder("old " + oldSize + "\n");
        proof.forEach(hash -> body.append(Checkpoint.base64(hash)).append('\n'));
        return body.append('\n').append(note).toString();
    }
}
