/// Recomputes an election from what everybody may read, and names whatever does not agree.
///
/// ```text
/// in   the definition's file, the log's key, checkpoint, tiles and entry bundles, the shown
///      totals, and what the auditor kept: an earlier checkpoint, answers with their receipts
/// out  Difference   what, at which leaf or place, what was expected and what was seen
/// ```
///
/// **Promises.** Nothing that the server says is believed: every signature, verdict, hash and
/// sum is made again. What cannot be decided is said, and never passed over. **Does not know**
/// the server: it needs no database, no cluster and no server library. **Threads.** An
/// [Auditor] belongs to one; it fetches and judges on many of its own.
@NullMarked
package org.shomar.aggregator.audit;

import org.jspecify.annotations.NullMarked;
