package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TilePath;

import java.util.List;
import java.util.Optional;

/// Where the feed reads the log that proves the totals. All may be called from any thread, and
/// all but [#entries] answer at once, from memory.
public interface LogSource {
    /// The log's public key, `name+id+base64` (vkey of c2sp.org/signed-note).
    String logKey();

    /// The checkpoint that is handed out: the latest, with the signatures of its witnesses.
    Note published();

    /// The latest signed size and root, at least 1 entry; never behind [#published].
    Checkpoint signed();

    /// A tile of hashes of the log as signed; empty when it has not that many entries, and for
    /// the path of a bundle. The same bytes for ever.
    Optional<byte[]> tile(TilePath path);

    /// Whole entries in order, read from the ledger, entry 1 included: exactly `count`, or it
    /// fails.
    ///
    /// @param firstLeaf leaf index of the first, 0 or more
    /// @param count     1..256; `firstLeaf + count` is at most the signed size
    Future<List<byte[]>> entries(long firstLeaf, int count);
}
