/// The root: joins the rooms into a server and a command line. No room imports it.
@NullMarked
package org.shomar.aggregator;

import org.jspecify.annotations.NullMarked;
