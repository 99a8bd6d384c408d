/// Rehearsal elections: a real result made into packets, or an invented one on Iran's real
/// areas.
///
/// ```text
/// in   a CSV file of results by precinct, or a seed
/// out  Rehearsal: definition, keys, signed packets in the order of a night, expected totals
/// ```
///
/// **Promises.** The same input and seed give the same bytes. Every packet is counted: no
/// hold rule applies to it. Phase is always rehearsal, and the name says so; the keys
/// follow from the seed, so they protect nothing. **Does not know** how keys and signatures
/// are made ([Signing] does), nor any server. **Threads.** What it makes is immutable;
/// [Rehearsal#packet] may be called from any.
@NullMarked
package org.shomar.aggregator.election.rehearsal;

import org.jspecify.annotations.NullMarked;
