/// Totals per contest and per area below it, merged in the Hazelcast cluster.
///
/// ```text
/// in   Counted runs of a contest   from ledger, after the commit, or read from it again
/// out  Totals                      to feed
/// ```
///
/// **Promises.** A contest's entries are applied in the order of `contest_seq`, each once,
/// however often and by whomever they are offered; totals are a pure fold of the ledger.
/// What is lost on the way is read from the ledger again. **Does not know** HTTP, or who
/// reads. **Threads.** [ContestTally] belongs to one partition thread; lanes, changes and
/// catch-up live on one event loop; [Tally] may be called from any.
@NullMarked
package org.shomar.aggregator.tally;

import org.jspecify.annotations.NullMarked;
