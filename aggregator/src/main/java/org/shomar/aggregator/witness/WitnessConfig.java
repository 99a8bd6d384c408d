package org.shomar.aggregator.witness;

/// How long witnesses are waited for.
///
/// @param witnessMillisMax what a round waits for those that are not late
/// @param askMillisMax     after which an unanswered request is given up
/// @param restMillisMin    rest of a witness after its first failure; doubles with each
/// @param restMillisMax    the longest rest
public record WitnessConfig(
        long witnessMillisMax, long askMillisMax, long restMillisMin, long restMillisMax) {
    public static final WitnessConfig DEFAULT = new WitnessConfig(1_000, 10_000, 1_000, 60_000);

    /// Witnesses of one log; their signatures have room in a note.
    static final int WITNESSES_MAX = 32;

    /// A cosignature is a line of about 150 bytes; a witness may give several.
    static final int RESPONSE_BYTES_MAX = 16 * 1_024;

    static final int RESPONSE_HEADER_BYTES_MAX = 8_192;

    /// Requests in one round to a witness: one to learn its size, one to add the checkpoint,
    /// one more should somebody else have added another meanwhile.
    static final int ATTEMPTS_MAX = 3;

    public WitnessConfig {
        if (witnessMillisMax < 1
                || askMillisMax < witnessMillisMax
                || askMillisMax > Integer.MAX_VALUE
                || restMillisMin < 1
                || restMillisMax < restMillisMin) {
            throw new IllegalArgumentException("a round waits 1 ms or more, a request at least as"
                    + " long; rests are 1 ms or more, the longest not below the first");
        }
    }
}
