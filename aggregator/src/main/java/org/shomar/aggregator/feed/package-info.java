/// Totals out: to web pages, newsrooms and headquarters.
///
/// ```text
/// in   Totals of a contest that changed   from tally
///      the signed log, and its entries    from proof and the ledger
/// out  snapshot, delta, heartbeat         WebSocket, one frame shared by all readers
///      results, now and as they were      HTTP with ETag
///      the log: checkpoint, tiles         HTTP, and a folder of files
/// ```
///
/// **Promises.** A message is the state of a topic at a sequence or the difference between
/// two; a topic's sequence never goes down; a slow reader gets the newest state later, in
/// bounded memory. A tile is the same for ever. **Does not know** packets or the ledger.
/// **Threads.** The publisher lives on one event loop; each connection on its own; the folder
/// has a thread.
@NullMarked
package org.shomar.aggregator.feed;

import org.jspecify.annotations.NullMarked;
