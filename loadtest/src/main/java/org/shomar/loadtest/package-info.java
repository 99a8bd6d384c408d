/// Sends packets as branches do, measures the answers, and compares what is shown with what
/// was sent.
///
/// ```text
/// in   packets, signed before; an ingress and a public address
/// out  rates and latencies, and whether every total is right
/// ```
///
/// **Promises.** Latency counts from the moment a packet was meant to be sent. A run ends
/// with the comparison, and fails when one total differs, however fast it was. **Does not
/// know** the server's code: of it only the words of packets and definitions. **Threads.**
/// One virtual thread a connection.
@NullMarked
package org.shomar.loadtest;

import org.jspecify.annotations.NullMarked;
