/// Makes an accepted entry permanent, in one order, once.
///
/// ```text
/// in   Verdict.Storable   from verify
/// out  Appended           to the branch; and to tally, only after PostgreSQL answered the commit
/// ```
///
/// **Promises.** Sequence numbers start at 1 and have no gaps, nor have those of a contest.
/// An entry is known by its packet id and has one sequence however often it is sent. **Does
/// not know** who sent it, what a total is, or that a feed exists. **Threads.** Group
/// commit lives on one event loop; [Ledger] may be called from any.
@NullMarked
package org.shomar.aggregator.ledger;

import org.jspecify.annotations.NullMarked;
