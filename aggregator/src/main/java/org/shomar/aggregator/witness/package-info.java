/// Witnesses: parties who sign that a log only ever grew, and the log's way to ask them.
///
/// ```text
/// in   Checkpoint with a consistency proof   from any log's server, over HTTP
/// out  cosignature                           to that server: [WitnessServer]
///
/// in   signed Checkpoint, TreeAt             from this server's log
/// out  the same note with cosignatures       to be published: [Witnesses]
/// ```
///
/// The protocol is c2sp.org/tlog-witness, the signatures are c2sp.org/tlog-cosignature.
///
/// **Promises.** A witness signs nothing that is not a continuation of what it signed before,
/// and what it signs is on disk before it signs. Who asks witnesses gets an answer within a
/// bounded time, whatever they do. **Does not know** what an entry says, or who votes.
/// **Threads.** A [Witness] may be asked from any thread and blocks for the disk; a
/// [WitnessServer] asks it on worker threads. [Witnesses] lives on one event loop and may be
/// called from any.
@NullMarked
package org.shomar.aggregator.witness;

import org.jspecify.annotations.NullMarked;
