package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

/// A packet in the ledger, as first stored: what the fold needs of it.
///
/// @param seq        place in the ledger, from 1; leaf index plus one
/// @param contestSeq place among the entries of its contest, from 1
/// @param message    the exact bytes received first
@SuppressWarnings("ArrayRecordComponent") // compared by seq
public record Entry(
        long seq,
        int contest,
        long contestSeq,
        PacketState state,
        Digest packet,
        Digest leafHash,
        byte[] message) {}
