package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Goal: roots and proofs are those of RFC 6962 at every size, and no proof shows anything
/// else than what it was made for.
///
/// Method: against [PlainTree], the RFC's recursion; every small size, and random ones from a
/// seed (`-Dseed=N` replays one). Each proof is spoiled: every bit of small ones, a random bit
/// of large ones, other indices, other sizes, one hash more or less.
class MerkleTreeLawsTest {
    private static final int SMALL = 130;
    private static final int LARGE = 20_000;

    private static final List<Digest> LEAVES = PlainTree.leaves(LARGE);
    private static final MerkleTree TREE = PlainTree.tree(LEAVES);

    static LongStream seeds() {
        return PlainTree.seeds(24);
    }

    @Test
    void everySmallTreeIsThatOfTheRfc() {
        for (int size = 0; size <= SMALL; size++) {
            List<Digest> leaves = LEAVES.subList(0, size);
            TreeAt at = TREE.at(size);
            assertThat(at.root()).as("size %s", size).isEqualTo(PlainTree.root(leaves));
            for (int index = 0; index < size; index++) {
                assertThat(at.inclusion(index)).isEqualTo(PlainTree.path(index, leaves));
            }
            for (int old = 1; old <= size; old++) {
                assertThat(at.consistency(old))
                        .as("%s to %s", old, size)
                        .isEqualTo(PlainTree.subproof(0, old, leaves, true));
            }
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void everyRandomTreeIsThatOfTheRfc(long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(LARGE);
        int index = random.nextInt(size);
        int old = 1 + random.nextInt(size);
        List<Digest> leaves = LEAVES.subList(0, size);
        TreeAt at = TREE.at(size);

        assertThat(at.root()).isEqualTo(PlainTree.root(leaves));
        assertThat(at.inclusion(index)).isEqualTo(PlainTree.path(index, leaves));
        assertThat(at.consistency(old)).isEqualTo(PlainTree.subproof(0, old, leaves, true));
    }

    @Test
    void aSmallInclusionProofShowsItsOwnPlaceOnly() {
        for (int size = 1; size <= SMALL; size++) {
            Digest root = TREE.at(size).root();
            for (int index = 0; index < size; index++) {
                Digest leaf = LEAVES.get(index);
                List<Digest> proof = TREE.at(size).inclusion(index);
                for (int other = -1; other <= size + 1; other++) {
                    assertThat(MerkleProof.included(leaf, other, size, proof, root))
                            .as("%s of %s as %s", index, size, other)
                            .isEqualTo(other == index);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aSpoiledInclusionProofShowsNothing(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(seed % 2 == 0 ? SMALL : LARGE - 2);
        int index = random.nextInt(size);
        Digest leaf = LEAVES.get(index);
        Digest root = TREE.at(size).root();
        List<Digest> proof = TREE.at(size).inclusion(index);

        assertThat(MerkleProof.included(leaf, index, size, proof, root)).isTrue();
        for (int bit = 0; bit < Digest.BYTES * Byte.SIZE; bit++) {
            Digest otherLeaf = PlainTree.flipped(leaf, bit);
            Digest otherRoot = PlainTree.flipped(root, bit);
            assertThat(MerkleProof.included(otherLeaf, index, size, proof, root))
                    .isFalse();
            assertThat(MerkleProof.included(leaf, index, size, proof, otherRoot))
                    .isFalse();
        }
        for (List<Digest> spoiled : spoiled(proof)) {
            assertThat(MerkleProof.included(leaf, index, size, spoiled, root)).isFalse();
        }
        for (long other : List.of(0L, (long) index, 1L << 62, Long.MIN_VALUE, -1L)) {
            assertThat(MerkleProof.included(leaf, index, other, proof, root)).isFalse();
        }
        // Some sizes have the same shape above a leaf: then the root of that size differs.
        int other = index + 1 + random.nextInt(LARGE - index);
        assertThat(MerkleProof.included(
                        leaf, index, other, proof, TREE.at(other).root()))
                .isEqualTo(other == size);
    }

    @Test
    void everyPairOfSmallSizesIsConsistent() {
        for (int size = 1; size <= SMALL; size++) {
            Digest root = TREE.at(size).root();
            for (int old = 1; old <= size; old++) {
                Digest oldRoot = TREE.at(old).root();
                List<Digest> proof = TREE.at(size).consistency(old);
                for (int other = 0; other <= size + 1; other++) {
                    assertThat(MerkleProof.consistent(other, size, oldRoot, root, proof))
                            .as("%s to %s as %s", old, size, other)
                            .isEqualTo(other == old);
                }
                Digest forged = PlainTree.flipped(oldRoot, size);
                assertThat(MerkleProof.consistent(old, size, forged, root, proof))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aSpoiledConsistencyProofShowsNothing(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(seed % 2 == 0 ? SMALL : LARGE - 2);
        int old = 1 + random.nextInt(size - 1);
        Digest oldRoot = TREE.at(old).root();
        Digest root = TREE.at(size).root();
        List<Digest> proof = TREE.at(size).consistency(old);

        assertThat(MerkleProof.consistent(old, size, oldRoot, root, proof)).isTrue();
        for (int bit = 0; bit < Digest.BYTES * Byte.SIZE; bit++) {
            Digest otherOld = PlainTree.flipped(oldRoot, bit);
            Digest other = PlainTree.flipped(root, bit);
            assertThat(MerkleProof.consistent(old, size, otherOld, root, proof)).isFalse();
            assertThat(MerkleProof.consistent(old, size, oldRoot, other, proof)).isFalse();
        }
        for (List<Digest> spoiled : spoiled(proof)) {
            assertThat(MerkleProof.consistent(old, size, oldRoot, root, spoiled))
                    .isFalse();
        }
        assertThat(MerkleProof.consistent(size, old, root, oldRoot, proof)).isFalse();
    }

    @Test
    void nothingIsShownByTheEmptyTree() {
        Digest nothing = Digest.sha256();
        Digest root = TREE.at(3).root();

        assertThat(new MerkleTree().at(0).root()).isEqualTo(nothing);
        assertThat(TREE.at(3).consistency(0)).isEmpty();
        assertThat(MerkleProof.consistent(0, 0, nothing, nothing, List.of())).isTrue();
        assertThat(MerkleProof.consistent(0, 3, nothing, root, List.of())).isFalse();
        assertThat(MerkleProof.included(nothing, 0, 0, List.of(), nothing)).isFalse();
    }

    @Test
    void refusesPlacesThatTheTreeHasNot() {
        assertThatThrownBy(() -> TREE.at(LARGE + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TREE.at(-1)).isInstanceOf(IllegalArgumentException.class);
        for (long index : new long[] {-1, 7, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> TREE.at(7).inclusion(index))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TREE.at(0).inclusion(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TREE.at(7).consistency(8))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// One hash more, one less, two exchanged, and each with each bit changed.
    private static List<List<Digest>> spoiled(List<Digest> proof) {
        List<List<Digest>> all = new ArrayList<>();
        all.add(proof.subList(1, proof.size()));
        all.add(proof.subList(0, proof.size() - 1));
        List<Digest> more = new ArrayList<>(proof);
        more.add(proof.getFirst());
        all.add(more);
        if (proof.size() > 1) {
            all.add(proof.reversed());
        }
        for (int i = 0; i < proof.size(); i++) {
            for (int bit = 0; bit < Digest.BYTES * Byte.SIZE; bit++) {
                List<Digest> other = new ArrayList<>(proof);
                other.set(i, PlainTree.flipped(proof.get(i), bit));
                all.add(other);
            }
        }
        return all;
    }
}
