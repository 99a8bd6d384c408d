package org.shomar.aggregator.fold;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.Locale;

/// Where one branch stands in one contest.
///
/// @param state    of the latest revision; an earlier one may still be in the totals
/// @param revision the latest stored, 0 for none
/// @param packet   its packet id, null for none
/// @param seq      its place in the ledger, 0 for none
public record BranchState(
        int branch, State state, int revision, @Nullable Digest packet, long seq) {
    public enum State {
        NONE,
        COUNTED,
        HELD,
        ANNULLED;

        /// The word used in messages.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
