package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;

/// One branch's complete count for one contest: the payload that is signed.
///
/// @param election   name of the election, 1..64 of `a-z 0-9 -`
/// @param definition SHA-256 of the definition file
/// @param phase      rehearsal or official
/// @param contest    number from the definition, positive
/// @param branch     who counted; number from the definition, positive
/// @param revision   1 for the first report, +1 for each correction, at most 65,535
/// @param previous   packet id of the revision before; present exactly when `revision > 1`
/// @param countedAt  when the count was closed, seconds since 1970-01-01 UTC, below 2^40;
///                   informative only
/// @param ballots    ballots handed out and found in the box
/// @param votes      ballots per candidate, in definition order, at most 4,096
/// @param listVotes  ballots given to a list by its code; absent when the contest has no lists
/// @param channel    the road meant when it was signed
/// @param note       at most 256 bytes of UTF-8, kept byte for byte
public record ResultPacket(
        String election,
        Digest definition,
        Phase phase,
        int contest,
        int branch,
        int revision,
        @Nullable Digest previous,
        long countedAt,
        Ballots ballots,
        Counts votes,
        @Nullable Counts listVotes,
        Channel channel,
        @Nullable String note) {
    /// Bytes of an election's name, and of a role.
    public static final int NAME_BYTES_MAX = 64;

    public static final int REVISION_MAX = 65_535;
    public static final long COUNTED_AT_MAX = (1L << 40) - 1;
    public static final int VOTES_MAX = 4_096;
    public static final int LIST_VOTES_MAX = 256;
    public static final int NOTE_BYTES_MAX = 256;
}
