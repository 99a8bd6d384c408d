package org.shomar.benchmarks;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.MerkleTree;

import java.nio.ByteBuffer;

/// The leaf hashes of a log of a million entries, and the places to prove.
final class MillionEntries {
    static final int SIZE = 1_000_000;

    /// Odd, so that the places run through the whole tree.
    private static final int STEP = 381_677;

    private final byte[] hashes = new byte[SIZE * Digest.BYTES];
    private int place;

    MillionEntries() {
        for (int i = 0; i < SIZE; i++) {
            byte[] entry = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
            System.arraycopy(
                    Digest.leafHash(entry).bytes(), 0, hashes, i * Digest.BYTES, Digest.BYTES);
        }
    }

    /// A new tree of all of them.
    MerkleTree tree() {
        MerkleTree all = new MerkleTree();
        for (int i = 0; i < SIZE; i++) {
            all.append(hashes, i * Digest.BYTES);
        }
        return all;
    }

    /// The leaf hash at a place.
    Digest hash(int at) {
        return Digest.at(hashes, at * Digest.BYTES);
    }

    /// Another place each time, all over the log.
    int next() {
        place = (place + STEP) % SIZE;
        return place;
    }
}
