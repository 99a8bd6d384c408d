package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.packet.Digest;

import java.util.List;

/// Goal: a proof about a part of a tree shows that part, and no other.
///
/// Method: all subtrees of all trees to a size, with the proofs that the draft's recursion
/// makes; and numbers at the end of 64 bits.
class SubtreeProofTest {
    private static final int SIZE_MAX = 40;
    private static final List<Digest> LEAVES = PlainTree.leaves(SIZE_MAX);

    @Test
    void everySubtreeIsConsistentWithItsTreeOnly() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            List<Digest> leaves = LEAVES.subList(0, size);
            Digest root = PlainTree.root(leaves);
            for (int start = 0; start < size; start++) {
                for (int end = start + 1; end <= size; end++) {
                    judge(start, end, leaves, root);
                }
            }
        }
    }

    private static void judge(int start, int end, List<Digest> leaves, Digest root) {
        Digest part = PlainTree.root(leaves.subList(start, end));
        List<Digest> proof = isSubtree(start, end)
                ? PlainTree.subproof(start, end, leaves, true)
                : List.of(part);
        assertThat(SubtreeProof.consistent(start, end, leaves.size(), part, root, proof))
                .as("%s..%s of %s", start, end, leaves.size())
                .isEqualTo(isSubtree(start, end));
        Digest other = PlainTree.flipped(part, end);
        assertThat(SubtreeProof.consistent(start, end, leaves.size(), other, root, proof))
                .isFalse();
        assertThat(SubtreeProof.consistent(start, end, leaves.size(), part, other, proof))
                .isFalse();
    }

    @Test
    void everyLeafIsInItsSubtreesOnly() {
        for (int start = 0; start < SIZE_MAX; start++) {
            for (int end = start + 1; end <= SIZE_MAX; end++) {
                List<Digest> leaves = LEAVES.subList(start, end);
                Digest part = PlainTree.root(leaves);
                for (int index = 0; index < SIZE_MAX; index++) {
                    boolean inside = start <= index && index < end && isSubtree(start, end);
                    List<Digest> proof =
                            inside ? PlainTree.path(index - start, leaves) : List.of(part);
                    assertThat(SubtreeProof.included(
                                    LEAVES.get(index), index, start, end, proof, part))
                            .as("%s in %s..%s", index, start, end)
                            .isEqualTo(inside);
                }
            }
        }
    }

    @Test
    void theLargestNumbersAreNumbersToo() {
        Digest any = LEAVES.getFirst();
        long half = Long.MIN_VALUE;

        assertThat(SubtreeProof.consistent(0, -1, -1, any, any, List.of())).isTrue();
        assertThat(SubtreeProof.consistent(half, -1, -1, any, any, List.of())).isFalse();
        assertThat(SubtreeProof.consistent(half, -1, -1, any, NodeHash.of(any, any), List.of(any)))
                .isTrue();
        assertThat(SubtreeProof.consistent(1, half + 2, -1, any, any, List.of()))
                .isFalse();
        assertThat(SubtreeProof.consistent(0, -1, half, any, any, List.of())).isFalse();
        assertThat(SubtreeProof.included(any, -1, 0, -1, List.of(any), any)).isFalse();
        assertThat(SubtreeProof.included(any, -2, -2, -1, List.of(), any)).isTrue();
    }

    /// Section 4.1 of the draft, by trying.
    private static boolean isSubtree(int start, int end) {
        int least = 1;
        while (least < end - start) {
            least *= 2;
        }
        return start % least == 0;
    }
}
