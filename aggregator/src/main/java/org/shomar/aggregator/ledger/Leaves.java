package org.shomar.aggregator.ledger;

import java.util.List;

/// What grows with the ledger, entry by entry. All calls come on the ledger's event loop, in
/// ledger order, and return soon; what they throw stops the ledger until the node is started
/// again.
public interface Leaves {
    /// Who signs what grows here. A ledger has one such key for ever: [Ledger#open] refuses a
    /// database that has another.
    String logKey();

    /// Entries taken so far: 1 to this one, without gaps.
    long size();

    /// The next entries, stored by another node or an earlier process.
    ///
    /// @param leafHashes 32 bytes each, side by side
    void follow(byte[] leafHashes);

    /// The next entries, which this node just committed in one transaction; called before
    /// their answers.
    void committed(List<Committed> added);
}
