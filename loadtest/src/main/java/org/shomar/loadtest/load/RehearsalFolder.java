package org.shomar.loadtest.load;

import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What `election generate` or `election import` wrote.
public record RehearsalFolder(Path path) {
    private static final String PACKETS = "packets.cborseq";

    /// One of its files.
    ///
    /// @throws IllegalArgumentException when there is none
    public byte[] read(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file
                    + "; `election import` and `election generate` write one");
        }
        return Files.readAllBytes(file);
    }

    /// Its packets, in the order of the night.
    public void packets(Consumer<SignedPacket> each) throws IOException {
        cut(read(PACKETS), each);
    }

    /// Cuts a `packets.cborseq` into its packets.
    ///
    /// @throws IllegalArgumentException says where the file is not a sequence of packets
    private static void cut(byte[] file, Consumer<SignedPacket> each) {
        CborSequence sequence = new CborSequence(new CborSequence.Sink() {
            private int number;

            @Override
            public void message(byte[] message) {
                switch (PacketCodec.decode(message)) {
                    case Decoded.Packet packet -> each.accept(packet.signed());
                    case Decoded.Malformed malformed ->
                        throw unfit("packet " + number + " is malformed at its byte "
                                + malformed.offset() + ": " + malformed.reason());
                }
                number++;
            }

            @Override
            public void tooLarge(long offset) {
                throw unfit("the packet at byte " + offset + " is too large");
            }

            @Override
            public void broken(long offset, String reason) {
                throw unfit("byte " + offset + ": " + reason);
            }
        });
        sequence.feed(file);
        sequence.end();
    }

    private static IllegalArgumentException unfit(String what) {
        return new IllegalArgumentException(PACKETS + ", " + what);
    }
}
