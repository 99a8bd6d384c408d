@NullMarked
package org.shomar.aggregator.fold;

import org.jspecify.annotations.NullMarked;
