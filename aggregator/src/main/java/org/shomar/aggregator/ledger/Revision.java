package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.PacketState;

/// One stored revision of a branch's result in a contest.
///
/// @param revision from 1
/// @param state    when it was stored
public record Revision(int revision, PacketState state) {}
