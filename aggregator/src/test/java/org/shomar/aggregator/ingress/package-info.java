/// Tests of the door, over real sockets on loopback.
@org.jspecify.annotations.NullMarked
package org.shomar.aggregator.ingress;
