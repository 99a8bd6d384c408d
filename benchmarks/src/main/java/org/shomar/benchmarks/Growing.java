package org.shomar.benchmarks;

import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.ledger.Leaves;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.MerkleTree;

import java.util.List;

/// A log that grows and is not signed.
final class Growing implements Leaves {
    private final MerkleTree tree = new MerkleTree();

    @Override
    public String logKey() {
        return "shomar/benchmark+00000000+AQ==";
    }

    @Override
    public long size() {
        return tree.size();
    }

    @Override
    public void follow(byte[] leafHashes) {
        for (int at = 0; at < leafHashes.length; at += Digest.BYTES) {
            tree.append(leafHashes, at);
        }
    }

    @Override
    public void committed(List<Committed> added) {
        added.forEach(entry -> tree.append(entry.entry().signed().leafHash()));
    }
}
