package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Goal: what any thread reads while another appends is what would be there without readers.
///
/// Method: readers take roots and proofs of random sizes, the newest among them, until the
/// writer has done; each is held to the root that a tree of one thread had at that size.
class MerkleTreeReadersTest {
    private static final int LEAVES = 150_000;
    private static final int READERS = 3;

    @Test
    void readersSeeTheTreeOfTheirSizeWhileItGrows()
            throws ExecutionException, InterruptedException {
        List<Digest> leaves = PlainTree.leaves(LEAVES);
        List<Digest> roots = new ArrayList<>();
        MerkleTree alone = new MerkleTree();
        for (Digest leaf : leaves) {
            roots.add(alone.at(alone.size()).root());
            alone.append(leaf);
        }
        roots.add(alone.at(LEAVES).root());

        MerkleTree shared = new MerkleTree();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS + 1)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                Random random = new Random(reader);
                readers.add(threads.submit(() -> read(shared, leaves, roots, random)));
            }
            threads.submit(() -> leaves.forEach(shared::append)).get();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    /// How many times it looked before the tree was whole.
    private static int read(
            MerkleTree tree, List<Digest> leaves, List<Digest> roots, Random random) {
        int looks = 0;
        for (int size = 0; size < LEAVES; looks++) {
            size = (int) tree.size();
            TreeAt now = tree.at(size);
            assertThat(now.root()).isEqualTo(roots.get(size));
            if (size > 1) {
                int index = looks % 2 == 0 ? size - 1 : random.nextInt(size);
                int old = 1 + random.nextInt(size - 1);
                Digest leaf = leaves.get(index);
                Digest root = now.root();
                assertThat(MerkleProof.included(leaf, index, size, now.inclusion(index), root))
                        .isTrue();
                assertThat(MerkleProof.consistent(
                                old, size, roots.get(old), root, now.consistency(old)))
                        .isTrue();
            }
        }
        return looks;
    }
}
