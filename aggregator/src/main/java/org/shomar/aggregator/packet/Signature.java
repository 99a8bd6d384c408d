package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;

/// One signature of a message, with the bytes that it signs.
///
/// @param role       the signer's role (`kid` of a `COSE_Sign` signature); null in a
///                   `COSE_Sign1`
/// @param toBeSigned the `Sig_structure` of RFC 9052 section 4.4, ready to verify
/// @param bytes      64 bytes
@SuppressWarnings("ArrayRecordComponent") // handed from the codec to the verifier, never compared
public record Signature(@Nullable String role, byte[] toBeSigned, byte[] bytes) {}
