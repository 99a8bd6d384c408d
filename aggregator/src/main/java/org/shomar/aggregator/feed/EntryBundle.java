package org.shomar.aggregator.feed;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.Arrays;
import java.util.List;

/// Bundles that fit the hashes beside them: none is handed out that an auditor would have to
/// call a forgery.
final class EntryBundle {
    private final LogSource log;

    EntryBundle(LogSource log) {
        this.log = log;
    }

    /// The bytes of a bundle; costs the hash of each entry.
    ///
    /// @throws IllegalStateException when the entries are not those that were signed for
    byte[] of(TilePath path, List<byte[]> entries) {
        if (!fit(path, entries)) {
            throw new IllegalStateException("the ledger's entries " + (path.firstLeaf() + 1)
                    + ".." + (path.firstLeaf() + path.width())
                    + " are not those whose hashes were signed: it was changed by hand");
        }
        return Tiles.bundle(entries);
    }

    /// Whether these are the bytes of the bundle.
    boolean isSound(TilePath path, byte[] bundle) {
        try {
            return fit(path, Tiles.entries(bundle));
        } catch (UnfitTextException e) {
            return false;
        }
    }

    private boolean fit(TilePath path, List<byte[]> entries) {
        if (entries.size() != path.width()) {
            return false;
        }
        byte[] leaves = log.tile(new TilePath(0, path.index(), path.width()))
                .orElseThrow(() -> new IllegalStateException(
                        "the log is signed beyond " + path + " but has not its hashes"));
        for (int i = 0; i < entries.size(); i++) {
            int at = i * Digest.BYTES;
            byte[] hash = Digest.leafHash(entries.get(i)).bytes();
            if (!Arrays.equals(leaves, at, at + Digest.BYTES, hash, 0, Digest.BYTES)) {
                return false;
            }
        }
        return true;
    }
}
