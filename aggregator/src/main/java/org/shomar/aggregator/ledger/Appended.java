package org.shomar.aggregator.ledger;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

/// The answer of [Ledger#append]: expected failures are values.
public sealed interface Appended {
    /// Durable. The same packet gets the same place and findings for ever.
    ///
    /// @param first    stored by this call; else it was there before
    /// @param findings the JSON array of findings as first answered
    /// @param logSize  entries in the log when this one was committed: the size of the first
    ///                 checkpoint that covers it
    record Stored(
            boolean first,
            Digest packet,
            PacketState state,
            long seq,
            long contestSeq,
            String findings,
            long logSize)
            implements Appended {}

    /// Another packet has this revision, or the revision before is not the one named;
    /// nothing was stored in the log.
    ///
    /// @param revision the latest stored one of this branch in this contest, 0 for none
    /// @param packet   its packet id, null for none
    record Conflict(Kind kind, int revision, @Nullable Digest packet) implements Appended {
        public enum Kind {
            REVISION_CONFLICT,
            REVISION_GAP
        }
    }

    /// Overload: `entriesWaitingMax` entries wait, or this one waited for `waitMillisMax`
    /// while the database was away, or a fault stopped the ledger. Nothing was stored; send
    /// again later.
    record Full() implements Appended {}

    /// The connection was lost while committing, or a fault of this process stopped the
    /// ledger: stored or not, nobody here knows. Send the same entry again.
    record OutcomeUnknown() implements Appended {}
}
