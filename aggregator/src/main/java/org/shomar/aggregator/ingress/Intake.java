package org.shomar.aggregator.ingress;

import io.vertx.core.Future;

import java.util.Optional;

/// What stands behind the HTTP door.
public interface Intake {
    /// Judges and stores one message of at most 65,535 bytes. Messages given by one thread
    /// keep their order.
    ///
    /// @param receivedNanos `System.nanoTime()` when its request, or its part of a batch,
    ///                      began to arrive
    /// @param intendedNanos the same of when it was meant to be sent, if its request says
    ///                      that ([RequestStart]); else `receivedNanos`
    Future<Answer> take(byte[] message, long receivedNanos, long intendedNanos);

    /// A stored packet by its id, as 64 hex digits; empty for anything else.
    Future<Optional<StoredMessage>> find(String id);

    /// Why the next message would be refused for overload, in one English line; empty when
    /// it would not.
    Optional<String> overload();

    /// A message, or a request before it became one, was answered with this problem.
    ///
    /// @param messages 1; or as many as a batch that is refused as a whole may hold
    default void refused(Problem problem, int messages) {}

    /// @param message the exact bytes stored
    /// @param body    the JSON object of the first answer, with the member `current`
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record StoredMessage(byte[] message, String body) {}
}
