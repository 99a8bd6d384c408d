package org.shomar.aggregator.packet;

import java.util.List;

/// A well-formed message: the exact bytes received and what they say. Nothing about it is
/// verified yet.
///
/// @param message    the whole COSE message; callers do not change it
/// @param packet     its payload
/// @param id         SHA-256 of the payload bytes
/// @param leafHash   SHA-256(0x00 ‖ message), the leaf of the log (RFC 6962)
/// @param signatures one for a `COSE_Sign1` (its role is null), one or more for a `COSE_Sign`
@SuppressWarnings("ArrayRecordComponent") // compared by id
public record SignedPacket(
        byte[] message,
        ResultPacket packet,
        Digest id,
        Digest leafHash,
        List<Signature> signatures) {
    public static final int MESSAGE_BYTES_MAX = 65_535;

    /// Signatures in one `COSE_Sign`. No branch has as many roles; it bounds the work for one
    /// message.
    public static final int SIGNATURES_MAX = 16;
}
