package org.shomar.loadtest;

import org.shomar.loadtest.load.RehearsalFolder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One packet to send.
///
/// @param index   its place in the file, from 0
/// @param branch  whose packets must keep their order
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record Parcel(int index, int contest, int branch, byte[] message) {
    /// All packets of a folder, in the order of the night.
    static List<Parcel> readAll(RehearsalFolder folder) throws IOException {
        List<Parcel> parcels = new ArrayList<>();
        folder.packets(signed -> parcels.add(new Parcel(
                parcels.size(),
                signed.packet().contest(),
                signed.packet().branch(),
                signed.message())));
        return parcels;
    }
}
