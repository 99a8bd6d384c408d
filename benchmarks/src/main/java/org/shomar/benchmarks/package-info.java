/// One question a class, asked of the parts of the server; docs/performance.md has the
/// answers.
///
/// ```text
/// in   a part of the server
/// out  its cost, without network, TLS or database unless the class says so
/// ```
@NullMarked
package org.shomar.benchmarks;

import org.jspecify.annotations.NullMarked;
