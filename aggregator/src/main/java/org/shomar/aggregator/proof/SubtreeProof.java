package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.util.List;

/// Checks proofs about a part of a tree, the leaves `start..end-1`, without the tree
/// (draft-ietf-plants-merkle-tree-certs sections 4.1, 4.3.3, 4.3.4 and 4.4.3). Numbers are
/// unsigned.
///
/// Such a part is a subtree when `start` is a multiple of the least power of two that is not
/// below `end - start`. It need not be complete.
public final class SubtreeProof {
    private SubtreeProof() {}

    /// Whether the proof shows that the leaf stands at `index` of the log, inside the subtree
    /// with that root.
    public static boolean included(
            Digest leafHash, long index, long start, long end, List<Digest> proof, Digest root) {
        return isSubtree(start, end)
                && Long.compareUnsigned(start, index) <= 0
                && MerkleProof.included(leafHash, index - start, end - start, proof, root);
    }

    /// Whether the proof shows that the leaves of the subtree are those of the tree of `size`
    /// leaves at the same places. A subtree of no leaves has the hash of nothing, an empty
    /// proof, and says nothing of the tree.
    public static boolean consistent(
            long start, long end, long size, Digest subtree, Digest root, List<Digest> proof) {
        if (!isSubtree(start, end) || Long.compareUnsigned(end, size) > 0) {
            return false;
        }
        if (start == end) {
            return proof.isEmpty() && subtree.equals(Digest.sha256());
        }
        long first = start;
        long place = end - 1;
        long last = size - 1;
        // Up to the largest subtree at this place that both trees have.
        while (first != place && (place == last || (place & 1) == 1)) {
            first >>>= 1;
            place >>>= 1;
            last >>>= 1;
        }
        if (first == place) {
            return climbs(first, place, last, subtree, subtree, root, proof);
        }
        return !proof.isEmpty()
                && climbs(
                        first,
                        place,
                        last,
                        proof.getFirst(),
                        subtree,
                        root,
                        proof.subList(1, proof.size()));
    }

    /// Goes up from a hash that both trees have, to the root of either.
    private static boolean climbs(
            long first,
            long place,
            long last,
            Digest shared,
            Digest subtree,
            Digest root,
            List<Digest> proof) {
        Digest small = shared;
        Digest large = shared;
        for (Digest sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                small = first == place ? small : NodeHash.of(sibling, small);
                large = NodeHash.of(sibling, large);
                int shift = Long.numberOfTrailingZeros(place);
                first >>>= shift;
                place >>>= shift;
                last >>>= shift;
            } else {
                large = NodeHash.of(large, sibling);
            }
            first >>>= 1;
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && small.equals(subtree) && large.equals(root);
    }

    private static boolean isSubtree(long start, long end) {
        if (Long.compareUnsigned(start, end) > 0) {
            return false;
        }
        long leaves = end - start;
        int height = leaves == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
        return Long.numberOfTrailingZeros(start) >= height;
    }
}
