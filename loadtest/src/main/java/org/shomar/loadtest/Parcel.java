package org.shomar.loadtest;

import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;

import java.util.ArrayList;
import java.util.List;

/// One packet to send.
///
/// @param index   its place in the file, from 0
/// @param branch  whose packets must keep their order
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record Parcel(int index, int contest, int branch, byte[] message) {
    /// Cuts a `packets.cborseq` into its packets.
    ///
    /// @throws IllegalArgumentException says where the file is not a sequence of packets
    static List<Parcel> readAll(byte[] file) {
        List<Parcel> parcels = new ArrayList<>();
        CborSequence sequence = new CborSequence(new CborSequence.Sink() {
            @Override
            public void message(byte[] message) {
                switch (PacketCodec.decode(message)) {
                    case Decoded.Packet packet ->
                        parcels.add(new Parcel(
                                parcels.size(),
                                packet.signed().packet().contest(),
                                packet.signed().packet().branch(),
                                message));
                    case Decoded.Malformed malformed ->
                        throw new IllegalArgumentException(
                                "packet " + parcels.size() + " is malformed at byte "
                                        + malformed.offset() + ": " + malformed.reason());
                }
            }

            @Override
            public void tooLarge(long offset) {
                throw new IllegalArgumentException(
                        "the packet at byte " + offset + " is too large");
            }

            @Override
            public void broken(long offset, String reason) {
                throw new IllegalArgumentException("byte " + offset + ": " + reason);
            }
        });
        sequence.feed(file);
        sequence.end();
        return parcels;
    }
}
