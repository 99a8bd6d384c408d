/// The words and bytes of a result packet.
///
/// ```text
/// in   bytes, as a branch sent them
/// out  SignedPacket (every field checked against its range), or Malformed with offset and reason
/// ```
///
/// **Promises.** Strict in both directions: what [PacketCodec] writes it reads, and what it
/// reads it would write to the same bytes. A malformed input is a value, never an
/// exception. **Does not know** which elections, contests or keys exist, nor whether a
/// signature verifies. **Threads.** Everything here is immutable or local to the caller,
/// except [CborSequence], which belongs to one stream.
@NullMarked
package org.shomar.aggregator.packet;

import org.jspecify.annotations.NullMarked;
