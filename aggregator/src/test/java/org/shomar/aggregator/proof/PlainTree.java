package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The hash tree as RFC 6962 section 2.1 defines it, recursively, and shares no code with the
/// room: slow, and plainly right.
final class PlainTree {
    private static final byte[] INNER = {1};

    private PlainTree() {}

    static Digest root(List<Digest> leaves) {
        if (leaves.isEmpty()) {
            return Digest.sha256();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = k(leaves.size());
        return Digest.sha256(
                INNER,
                root(leaves.subList(0, k)).bytes(),
                root(leaves.subList(k, leaves.size())).bytes());
    }

    /// PATH of section 2.1.1.
    static List<Digest> path(int index, List<Digest> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int k = k(leaves.size());
        List<Digest> left = leaves.subList(0, k);
        List<Digest> right = leaves.subList(k, leaves.size());
        List<Digest> path = index < k ? path(index, left) : path(index - k, right);
        path.add(index < k ? root(right) : root(left));
        return path;
    }

    /// SUBTREE_SUBPROOF of draft-ietf-plants-merkle-tree-certs section 4.4.1, which from 0 on
    /// is SUBPROOF of RFC 6962.
    static List<Digest> subproof(int start, int end, List<Digest> leaves, boolean known) {
        if (start == 0 && end == leaves.size()) {
            return new ArrayList<>(known ? List.of() : List.of(root(leaves)));
        }
        int k = k(leaves.size());
        List<Digest> left = leaves.subList(0, k);
        List<Digest> right = leaves.subList(k, leaves.size());
        List<Digest> proof;
        if (end <= k) {
            proof = subproof(start, end, left, known);
            proof.add(root(right));
        } else {
            proof = start < k
                    ? subproof(0, end - k, right, false)
                    : subproof(start - k, end - k, right, known);
            proof.add(root(left));
        }
        return proof;
    }

    static List<Digest> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Digest.leafHash(("entry " + i).getBytes(UTF_8)))
                .toList();
    }

    static MerkleTree tree(List<Digest> leaves) {
        MerkleTree tree = new MerkleTree();
        leaves.forEach(tree::append);
        return tree;
    }

    /// The hash with one of its 256 bits changed.
    static Digest flipped(Digest hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return Digest.of(bytes);
    }

    static LongStream seeds(int count) {
        Long seed = Long.getLong("seed");
        return seed == null ? LongStream.range(0, count) : LongStream.of(seed);
    }

    /// The largest power of two below a number.
    private static int k(int size) {
        int k = 1;
        while (2 * k < size) {
            k *= 2;
        }
        return k;
    }
}
