/// What the server says about itself: metrics, liveness, readiness.
///
/// ```text
/// in   durations, counts and readings   from the root, which watches the rooms
/// out  /metrics, /health/live, /health/ready   to operators
/// ```
///
/// **Promises.** Every metric stands in [Gauge], with its meaning. Recording never blocks
/// and never fails; no metric has a label for a branch or a contest. **Does not know** any
/// other room. **Threads.** Any.
@NullMarked
package org.shomar.aggregator.gauge;

import org.jspecify.annotations.NullMarked;
