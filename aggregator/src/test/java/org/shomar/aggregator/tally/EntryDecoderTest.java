package org.shomar.aggregator.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;

/// Goal: the fold takes from a stored message what the branch signed, and place and state
/// from the ledger.
/// Method: one message written by the codec, one that is no message.
class EntryDecoderTest {
    private static final ResultPacket PACKET = new ResultPacket(
            "rehearsal",
            Digest.sha256(),
            Phase.REHEARSAL,
            2,
            8,
            1,
            null,
            1_777_650_000L,
            new Ballots(60, 59, 3, 1),
            Counts.of(30, 20, 5),
            null,
            Channel.NETWORK,
            null);

    @Test
    void readsAStoredMessage() {
        Digest id = Digest.sha256(PacketCodec.payload(PACKET));
        byte[] message = PacketCodec.sign1(PACKET, bytes -> new byte[64]);

        assertThat(EntryDecoder.decode(entry(message, id)))
                .isEqualTo(new Counted(
                        41,
                        7,
                        8,
                        1,
                        id,
                        PacketState.HELD,
                        PACKET.ballots(),
                        PACKET.votes(),
                        Counts.NONE));
    }

    @Test
    void stopsAtAStoredMessageThatDoesNotDecode() {
        assertThatThrownBy(() -> EntryDecoder.decode(entry(new byte[] {0}, Digest.sha256())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("entry 41 was stored, but its message does not decode");
    }

    @Test
    void stopsAtAStoredMessageThatIsNotTheOneOfItsLeaf() {
        byte[] message = PacketCodec.sign1(PACKET, bytes -> new byte[64]);
        Digest id = Digest.sha256(PacketCodec.payload(PACKET));
        assertThatThrownBy(() -> EntryDecoder.decode(entry(message, id, Digest.sha256())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed by hand");
    }

    private static Entry entry(byte[] message, Digest id) {
        return entry(message, id, Digest.leafHash(message));
    }

    private static Entry entry(byte[] message, Digest id, Digest leafHash) {
        return new Entry(41, 2, 7, PacketState.HELD, id, leafHash, message);
    }
}
