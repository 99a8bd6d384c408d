/// Tests of witnesses and of those who ask them, over real sockets on loopback.
@org.jspecify.annotations.NullMarked
package org.shomar.aggregator.witness;
