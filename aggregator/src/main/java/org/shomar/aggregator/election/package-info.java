/// The definition of an election: areas, contests, candidates, branches, keys and rules.
///
/// ```text
/// in   election.json
/// out  Definition, or every fault in the file with its line and path
/// ```
///
/// **Promises.** A [Definition] in hand is complete and consistent: every number refers to
/// something, every key is decoded and screened. **Does not know** who asks, and never
/// changes. **Threads.** Immutable.
@NullMarked
package org.shomar.aggregator.election;

import org.jspecify.annotations.NullMarked;
