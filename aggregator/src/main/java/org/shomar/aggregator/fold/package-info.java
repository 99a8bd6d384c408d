/// Adds the entries of a contest up: the one function that makes totals.
///
/// ```text
/// in   Counted   entries of one contest, from its first on, in order
/// out  Totals    of every area of the contest
/// ```
///
/// **Promises.** The same entries give the same totals, wherever they are folded: live, at
/// start, by an auditor. An entry offered twice counts once; sums are exact and never wrap.
/// **Does not know** where entries come from, nor whether they may be counted. **Threads.** A
/// [ContestTally] belongs to one at a time; what it answers is immutable.
@NullMarked
package org.shomar.aggregator.fold;

import org.jspecify.annotations.NullMarked;
