package org.shomar.aggregator.election;

/// A key that may sign, decoded and screened when the definition was loaded.
///
/// @param role what its holder is in the branch (or, for an officer, the officer's role)
/// @param raw  the 32 bytes of the Ed25519 public key; callers do not change them
@SuppressWarnings("ArrayRecordComponent") // compared by role within its branch
public record SigningKey(String role, byte[] raw, VerificationKey key) {}
