/// The command line, a part of the root: one class a command.
///
/// ```text
/// in   arguments, files
/// out  lines for people on a terminal, JSON where people script, and an exit code:
///      0 success, 1 the answer is "no", 2 usage or environment
/// ```
///
/// **Promises.** Results go to standard output, everything else to standard error.
@NullMarked
package org.shomar.aggregator.command;

import org.jspecify.annotations.NullMarked;
