/// Proves that an entry is in the log, and that the log only ever grew.
///
/// ```text
/// in   leaf hashes, in order   from the ledger, after each commit
/// out  Checkpoint, Receipt     to the branch; tiles to anybody
/// ```
///
/// **Promises.** Nothing is signed that is inconsistent with what was signed before, by this
/// process or an earlier one on the same data folder. The receipt of an entry is the same for
/// ever. Hashes and proofs are those of RFC 6962, texts those of C2SP. **Does not know** what
/// an entry says. **Threads.** One writes to a [MerkleTree], any may read it.
@NullMarked
package org.shomar.aggregator.proof;

import org.jspecify.annotations.NullMarked;
