package org.shomar.aggregator.ledger;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

/// A packet in the ledger, as first stored.
///
/// @param seq        place in the ledger, from 1; leaf index plus one
/// @param contestSeq place among the entries of its contest, from 1
/// @param logSize    entries in the log when this one was committed: the size of the first
///                   checkpoint that covers it
/// @param findings   the JSON array of findings as first answered, `[]` for none
/// @param message    the exact bytes received first
@SuppressWarnings("ArrayRecordComponent") // compared by seq
public record Entry(
        long seq,
        int contest,
        long contestSeq,
        int branch,
        int revision,
        PacketState state,
        Digest packet,
        Digest leafHash,
        long logSize,
        String findings,
        byte[] message) {}
