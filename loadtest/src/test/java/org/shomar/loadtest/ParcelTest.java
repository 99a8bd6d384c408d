package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Goal: a file of packets is sent whole, or the sender is told where it is broken.
///
/// Method: files of packets with a signature of zeros (nobody verifies it here), broken on
/// purpose.
class ParcelTest {
    @Test
    void cutsAFileIntoItsPackets() {
        List<Parcel> parcels = Parcel.readAll(file(packet(7, 1), packet(9, 2)));
        assertThat(parcels).extracting(Parcel::index).containsExactly(0, 1);
        assertThat(parcels).extracting(Parcel::contest).containsExactly(7, 9);
        assertThat(parcels).extracting(Parcel::branch).containsExactly(1, 2);
        assertThat(parcels.get(1).message()).isEqualTo(packet(9, 2));
    }

    @Test
    void anEmptyFileHasNoPackets() {
        assertThat(Parcel.readAll(new byte[0])).isEmpty();
    }

    @Test
    void saysWhereAFileIsCutOff() {
        byte[] first = packet(7, 1);
        byte[] whole = file(first, packet(7, 2));
        assertThatThrownBy(() -> Parcel.readAll(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins at " + first.length);
    }

    @Test
    void saysWhichItemIsNoPacket() {
        assertThatThrownBy(() -> Parcel.readAll(file(packet(7, 1), new byte[] {0x01})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("packet 1 is malformed");
    }

    @Test
    void saysWhereBytesAreNoCbor() {
        byte[] first = packet(7, 1);
        assertThatThrownBy(() -> Parcel.readAll(file(first, new byte[] {(byte) 0xff})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("byte " + first.length);
    }

    private static byte[] packet(int contest, int branch) {
        ResultPacket packet = new ResultPacket(
                "test",
                Digest.sha256(new byte[0]),
                Phase.REHEARSAL,
                contest,
                branch,
                1,
                null,
                1_800_000_000L,
                new Ballots(10, 10, 0, 0),
                Counts.of(4, 6),
                null,
                Channel.NETWORK,
                null);
        return PacketCodec.sign1(packet, toBeSigned -> new byte[64]);
    }

    private static byte[] file(byte[]... items) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] item : items) {
            file.writeBytes(item);
        }
        return file.toByteArray();
    }
}
