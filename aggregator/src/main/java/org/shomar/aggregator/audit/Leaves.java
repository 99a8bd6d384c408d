package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.MerkleTree;

import java.util.Arrays;

/// Leaf hashes side by side, as they stand in tiles.
final class Leaves {
    private Leaves() {}

    static Digest at(byte[] hashes, int index) {
        return Digest.of(
                Arrays.copyOfRange(hashes, index * Digest.BYTES, (index + 1) * Digest.BYTES));
    }

    static int count(byte[] hashes) {
        return hashes.length / Digest.BYTES;
    }

    /// The tree over all of them.
    static MerkleTree tree(byte[] hashes) {
        MerkleTree tree = new MerkleTree();
        for (int i = 0; i < count(hashes); i++) {
            tree.append(hashes, i * Digest.BYTES);
        }
        return tree;
    }
}
