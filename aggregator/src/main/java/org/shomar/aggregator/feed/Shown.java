package org.shomar.aggregator.feed;

/// Told after a new state of a contest was handed to its readers.
@FunctionalInterface
public interface Shown {
    /// Called on the publisher's event loop; must not block.
    ///
    /// @param seq of the contest's last entry in what is shown
    void shown(int contest, long seq);
}
