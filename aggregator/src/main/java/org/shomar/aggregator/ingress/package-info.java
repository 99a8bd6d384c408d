/// HTTP in: bounds, back-pressure, and the answer that a branch gets.
///
/// ```text
/// in   HTTPS requests from branches
/// out  messages, as bytes   to the Intake that the root gives
///      Answer               to the branch: what was stored, or a Problem
/// ```
///
/// **Promises.** A request is refused before it is buffered when it is too large, slow, or
/// one too many; answers of a batch come in the order of its messages; a refusal says what
/// to do and reaches its sender. **Does not know** what a message means. **Threads.** One
/// [IngressVerticle] an event loop; a request stays on its own.
@NullMarked
package org.shomar.aggregator.ingress;

import org.jspecify.annotations.NullMarked;
