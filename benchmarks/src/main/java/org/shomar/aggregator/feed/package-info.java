/// Benchmarks of the feed, in its own package because its parts are seen nowhere else.
///
/// ```text
/// in   totals of a rehearsal
/// out  the cost of a frame, and of handing it to many readers
/// ```
@NullMarked
package org.shomar.aggregator.feed;

import org.jspecify.annotations.NullMarked;
