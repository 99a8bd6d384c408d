package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.TilePath;

import java.io.IOException;
import java.util.Optional;

/// Looks, in the tiles as they are now, for the first leaf that is not the one read before.
final class ForkSearch {
    private final TileReader tiles;
    private final Findings findings;

    ForkSearch(TileReader tiles, Findings findings) {
        this.tiles = tiles;
        this.findings = findings;
    }

    /// Whether one of the first `size` leaves is another one now; with a finding if so.
    boolean find(MerkleTree tree, long size) throws IOException {
        for (long from = 0; from < size; from += TilePath.WIDTH) {
            int width = (int) Math.min(TilePath.WIDTH, size - from);
            Optional<byte[]> now = tiles.hashes(new TilePath(0, from / TilePath.WIDTH, width));
            for (int i = 0; now.isPresent() && i < width; i++) {
                Digest leaf = Leaves.at(now.get(), i);
                if (!leaf.equals(tree.leaf(from + i))) {
                    findings.add(Difference.at(
                            Kind.FORK, from + i, "leaf " + tree.leaf(from + i), "leaf " + leaf));
                    return true;
                }
            }
        }
        return false;
    }
}
