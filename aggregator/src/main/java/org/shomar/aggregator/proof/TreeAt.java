package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;

/// A tree at one size, ready to prove: the hashes along its ragged right edge are made once,
/// so that an inclusion proof only looks up. Immutable.
///
/// A tree of `size` leaves is a row of complete subtrees, one for each bit of `size`, the
/// largest first. `edge[j]` is the hash of subtrees `j`, `j+1` … together.
public final class TreeAt {
    private final MerkleTree tree;
    private final long size;
    private final int[] heights;
    private final Digest[] edge;

    TreeAt(MerkleTree tree, long size) {
        this.tree = tree;
        this.size = size;
        this.heights = heights(size);
        this.edge = new Digest[heights.length];
        long end = size;
        for (int j = heights.length - 1; j >= 0; j--) {
            long begin = end - (1L << heights[j]);
            Digest peak = tree.node(heights[j], begin >> heights[j]);
            edge[j] = j == heights.length - 1 ? peak : NodeHash.of(peak, edge[j + 1]);
            end = begin;
        }
    }

    private static int[] heights(long size) {
        int[] heights = new int[Long.bitCount(size)];
        long left = size;
        for (int j = 0; j < heights.length; j++) {
            heights[j] = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
            left -= 1L << heights[j];
        }
        return heights;
    }

    public long size() {
        return size;
    }

    /// The root; for no leaves the hash of nothing.
    public Digest root() {
        return size == 0 ? Digest.sha256() : edge[0];
    }

    /// The inclusion proof of a leaf, from its sibling up (RFC 6962 section 2.1.1); at most
    /// 40 hashes.
    ///
    /// @param index 0..size-1
    public List<Digest> inclusion(long index) {
        List<Digest> proof = new ArrayList<>();
        int height = height(index);
        for (int at = 0; at < height; at++) {
            proof.add(tree.node(at, sibling(index, at)));
        }
        proof.addAll(above(index, height));
        return proof;
    }

    /// The height of the complete subtree that a leaf stands in.
    int height(long index) {
        return heights[subtree(index)];
    }

    /// Copies the 32 bytes of an inclusion proof that belong to a level: the sibling of the
    /// leaf's node there.
    ///
    /// @param level 0..`height(index)`-1
    void copySibling(long index, int level, byte[] to) {
        tree.copy(level, sibling(index, level), to, 0);
    }

    /// The part of an inclusion proof from a level on. The same for all leaves of one node of
    /// that level.
    List<Digest> above(long index, int level) {
        List<Digest> proof = new ArrayList<>();
        int j = subtree(index);
        for (int at = level; at < heights[j]; at++) {
            proof.add(tree.node(at, sibling(index, at)));
        }
        long begin = begin(j);
        if (j + 1 < heights.length) {
            proof.add(edge[j + 1]);
        }
        for (int before = j - 1; before >= 0; before--) {
            begin -= 1L << heights[before];
            proof.add(tree.node(heights[before], begin >> heights[before]));
        }
        return proof;
    }

    /// Which of the complete subtrees a leaf stands in.
    private int subtree(long index) {
        requireRange(index, 0, size - 1);
        int j = 0;
        long end = 1L << heights[0];
        while (index >= end) {
            j++;
            end += 1L << heights[j];
        }
        return j;
    }

    /// The other node under the parent of a leaf's node at a level.
    private static long sibling(long index, int level) {
        return (index >> level) ^ 1;
    }

    /// The first leaf of a complete subtree.
    private long begin(int j) {
        long begin = 0;
        for (int before = 0; before < j; before++) {
            begin += 1L << heights[before];
        }
        return begin;
    }

    /// The proof that the tree of `oldSize` is a beginning of this one (RFC 6962 section
    /// 2.1.2); empty for 0 and for the same size.
    ///
    /// @param oldSize 0..size
    public List<Digest> consistency(long oldSize) {
        requireRange(oldSize, 0, size);
        List<Digest> proof = new ArrayList<>();
        if (oldSize > 0 && oldSize < size) {
            prove(oldSize, 0, size, true, proof);
        }
        return proof;
    }

    /// SUBPROOF of the RFC, over the leaves `begin..end-1`.
    ///
    /// @param known whether the hash of the first `old` leaves is one that the verifier has
    private void prove(long old, long begin, long end, boolean known, List<Digest> proof) {
        if (old == end) {
            if (!known) {
                proof.add(range(begin, end));
            }
            return;
        }
        long middle = begin + Long.highestOneBit(end - begin - 1);
        if (old <= middle) {
            prove(old, begin, middle, known, proof);
            proof.add(range(middle, end));
        } else {
            prove(old, middle, end, false, proof);
            proof.add(range(begin, middle));
        }
    }

    /// The hash of the leaves `begin..end-1`, where `begin` is where such a subtree may begin.
    private Digest range(long begin, long end) {
        long leaves = end - begin;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return tree.node(level, begin >> level);
        }
        long middle = begin + Long.highestOneBit(leaves);
        return NodeHash.of(range(begin, middle), range(middle, end));
    }

    private static void requireRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is not in " + min + ".." + max);
        }
    }
}
