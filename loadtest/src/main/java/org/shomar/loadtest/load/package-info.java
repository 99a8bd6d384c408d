/// Makes load as an election night does, and measures what it does to a server.
///
/// ```text
/// in   a rehearsal's folder; how many packets, when, in which mix; an ingress and a public
///      address
/// out  RunReport   to report: rates, latencies, the generator's own health, the audit
/// ```
///
/// **Promises.** Arrivals are an open model: when a packet is meant to be sent does not
/// depend on any answer, and latency counts from that moment. Packet `n` follows from the
/// seed, `n` and what the server held before; all packets are signed before the first is
/// sent. Packets of one (branch, contest) keep their order. A run ends with the audit:
/// acknowledged = stored = counted = shown = proved. **Does not know** the server's code:
/// of it only the words of packets and definitions. **Threads.** Each [Lane] and each
/// [Audience] lives on one event loop; a run is conducted by one thread that may block.
@NullMarked
package org.shomar.loadtest.load;

import org.jspecify.annotations.NullMarked;
