/// Totals out: to web pages, newsrooms and headquarters.
///
/// ```text
/// in   Totals of a contest that changed   from tally
/// out  snapshot, delta, heartbeat         WebSocket, one encoding shared by all readers
///      results                            HTTP with ETag
/// ```
///
/// **Promises.** A message is the state of a topic at a sequence or the difference between
/// two; a topic's sequence never goes down; a slow reader gets the newest state later, in
/// bounded memory. **Does not know** packets or the ledger. **Threads.** The publisher
/// lives on one event loop; each connection on its own.
@NullMarked
package org.shomar.aggregator.feed;

import org.jspecify.annotations.NullMarked;
