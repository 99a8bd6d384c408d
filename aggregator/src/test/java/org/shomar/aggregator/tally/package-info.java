@NullMarked
package org.shomar.aggregator.tally;

import org.jspecify.annotations.NullMarked;
