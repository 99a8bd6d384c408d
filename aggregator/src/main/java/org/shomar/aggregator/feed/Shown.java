package org.shomar.aggregator.feed;

/// Told after every event loop whose readers follow a contest, or areas of it, has handed
/// them its new state or a newer one: written it to the connection of each that has room.
/// One that has none gets the newest later, or is closed; nothing waits for it. Of many
/// states in a short time only some are told. Without such readers it is told at once.
@FunctionalInterface
public interface Shown {
    /// Called on the publisher's event loop; must not block.
    ///
    /// @param seq of the contest's last entry in what is shown
    void shown(int contest, long seq);
}
