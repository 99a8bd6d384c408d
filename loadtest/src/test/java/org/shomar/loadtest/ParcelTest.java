package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.loadtest.load.RehearsalFolder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Goal: a file of packets is sent whole, or the sender is told where it is broken.
///
/// Method: files of packets with a signature of zeros (nobody verifies it here), broken on
/// purpose.
class ParcelTest {
    private final Path folder;

    ParcelTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private List<Parcel> parcels(byte[] file) throws IOException {
        Files.write(folder.resolve("packets.cborseq"), file);
        return Parcel.readAll(new RehearsalFolder(folder));
    }

    @Test
    void cutsAFileIntoItsPackets() throws IOException {
        List<Parcel> parcels = parcels(file(packet(7, 1), packet(9, 2)));
        assertThat(parcels).extracting(Parcel::index).containsExactly(0, 1);
        assertThat(parcels).extracting(Parcel::contest).containsExactly(7, 9);
        assertThat(parcels).extracting(Parcel::branch).containsExactly(1, 2);
        assertThat(parcels.get(1).message()).isEqualTo(packet(9, 2));
    }

    @Test
    void anEmptyFileHasNoPackets() throws IOException {
        assertThat(parcels(new byte[0])).isEmpty();
    }

    @Test
    void saysWhereAFileIsCutOff() {
        byte[] first = packet(7, 1);
        byte[] whole = file(first, packet(7, 2));
        assertThatThrownBy(() -> parcels(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins at " + first.length);
    }

    @Test
    void saysWhichItemIsNoPacket() {
        assertThatThrownBy(() -> parcels(file(packet(7, 1), new byte[] {0x01})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("packet 1 is malformed");
    }

    @Test
    void saysWhereBytesAreNoCbor() {
        byte[] first = packet(7, 1);
        assertThatThrownBy(() -> parcels(file(first, new byte[] {(byte) 0xff})))
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
