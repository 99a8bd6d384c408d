package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.util.List;
import java.util.Optional;

/// Checks proofs without the tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2, for the trees of RFC
/// 6962). Numbers are unsigned.
public final class MerkleProof {
    private MerkleProof() {}

    /// Whether the proof shows that the leaf stands at `index` in the tree of `size` leaves
    /// with that root.
    public static boolean included(
            Digest leafHash, long index, long size, List<Digest> proof, Digest root) {
        return rootOf(leafHash, index, size, proof).filter(root::equals).isPresent();
    }

    /// The root that a proof leads to; empty when it has the wrong length for its place.
    public static Optional<Digest> rootOf(
            Digest leafHash, long index, long size, List<Digest> proof) {
        if (Long.compareUnsigned(index, size) >= 0) {
            return Optional.empty();
        }
        long place = index;
        long last = size - 1;
        Digest hash = leafHash;
        for (Digest sibling : proof) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((place & 1) == 1 || place == last) {
                hash = NodeHash.of(sibling, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = NodeHash.of(hash, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }

    /// Whether the proof shows that the tree of `oldSize` leaves and that root is a beginning
    /// of the other. The empty tree is a beginning of every tree, so no proof says anything of
    /// it: `oldSize` 0 is false, unless both trees are empty and their roots the hash of
    /// nothing. Who has seen nothing yet does not ask.
    public static boolean consistent(
            long oldSize, long size, Digest oldRoot, Digest root, List<Digest> proof) {
        if (oldSize == 0) {
            Digest nothing = Digest.sha256();
            return size == 0 && proof.isEmpty() && oldRoot.equals(nothing) && root.equals(nothing);
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        return Long.compareUnsigned(oldSize, size) < 0
                && grown(oldSize, size, oldRoot, root, proof);
    }

    private static boolean grown(
            long oldSize, long size, Digest oldRoot, Digest root, List<Digest> proof) {
        boolean oldIsComplete = Long.bitCount(oldSize) == 1;
        if (proof.isEmpty()) {
            return false;
        }
        List<Digest> rest = oldIsComplete ? proof : proof.subList(1, proof.size());
        Digest oldHash = oldIsComplete ? oldRoot : proof.getFirst();
        Digest hash = oldHash;
        int shift = Long.numberOfTrailingZeros(~(oldSize - 1));
        long place = (oldSize - 1) >>> shift;
        long last = (size - 1) >>> shift;
        for (Digest sibling : rest) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                oldHash = NodeHash.of(sibling, oldHash);
                hash = NodeHash.of(sibling, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = NodeHash.of(hash, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && hash.equals(root);
    }
}
