package org.shomar.aggregator.feed;

/// Told of every request over HTTP when it is over. What became a WebSocket is not told, nor
/// a header that was never whole.
@FunctionalInterface
public interface Answered {
    /// The status of a request whose reader left before the answer was whole.
    int LEFT = 0;

    /// Called on the event loop of the connection; must not block.
    ///
    /// @param status of HTTP, or [#LEFT]; 500 when a bug ended the connection instead
    /// @param nanos  from the whole head of the request until the last byte of the answer
    ///               was handed to the connection
    void answered(AnswerKind kind, int status, long nanos);
}
