@NullMarked
package org.shomar.aggregator.proof;

import org.jspecify.annotations.NullMarked;
