package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Goal: message n follows from the seed and n, and is what its kind says.
///
/// Method: stocks of a small rehearsal, read back with the packet room.
class StockTest {
    private static final Mix ALL =
            Mix.parse("duplicates=10%,amendments=10%,forged=5%,malformed=5%,slow=5%,skew=5%");
    private static final int COUNT = 400;

    private Roll roll;
    private List<Pair.Standing> nothing;

    @BeforeEach
    void generate(@TempDir Path folder) throws IOException {
        roll = SmallNight.in(folder);
        nothing = Collections.nCopies(roll.pairs().size(), Pair.Standing.NONE);
    }

    private Script script(int count) {
        return new Script(3, ALL, roll.pairs().size(), count);
    }

    private Stock stock(int count, List<Pair.Standing> standing, boolean inBatches) {
        return Stock.make(3, script(count), roll, standing, inBatches, made -> {});
    }

    @Test
    void messageNIsAPureFunctionOfSeedAndN() {
        Stock shorter = stock(COUNT / 2, nothing, false);
        Stock longer = stock(COUNT, nothing, false);
        for (int n = 0; n < COUNT / 2; n++) {
            assertThat(longer.message(n)).isEqualTo(shorter.message(n));
        }
    }

    @Test
    void everyPairIsAChainOfRevisions() {
        Script script = script(COUNT);
        Stock stock = stock(COUNT, nothing, false);
        Map<Integer, SignedPacket> latest = new HashMap<>();
        int revised = 0;
        for (int n = 0; n < COUNT; n++) {
            if (script.kind(n).counts()) {
                SignedPacket packet = Pair.read(stock.message(n));
                SignedPacket before = latest.put(script.pair(n), packet);
                Pair pair = roll.pairs().get(script.pair(n));
                assertThat(packet.packet().branch()).isEqualTo(pair.branch().branch());
                assertThat(packet.packet().contest()).isEqualTo(pair.contest().contest());
                assertThat(packet.packet().previous())
                        .isEqualTo(before == null ? null : before.id());
                assertThat(packet.packet().revision())
                        .isEqualTo(before == null ? 1 : before.packet().revision() + 1);
                assertThat(packet.packet().votes().sum())
                        .isEqualTo(pair.first().packet().votes().sum());
                assertThat(verifies(packet, pair)).isTrue();
                revised += before == null ? 0 : 1;
            }
        }
        assertThat(revised).isGreaterThan(COUNT / 3);
    }

    @Test
    void aRunGoesOnFromWhatTheServerHolds() {
        Stock first = stock(COUNT, nothing, false);
        Script script = script(COUNT);
        Pair.Standing[] standing = nothing.toArray(Pair.Standing[]::new);
        for (int n = 0; n < COUNT; n++) {
            if (script.kind(n).counts()) {
                standing[script.pair(n)] = new Pair.Standing(Pair.read(first.message(n)));
            }
        }
        Stock second = stock(COUNT, List.of(standing), false);
        int fresh = 0;
        while (!script.kind(fresh).counts()) {
            fresh++;
        }
        ResultPacket packet = Pair.read(second.message(fresh)).packet();
        SignedPacket held = Objects.requireNonNull(standing[script.pair(fresh)].latest());
        assertThat(packet.previous()).isEqualTo(held.id());
        assertThat(packet.revision()).isEqualTo(held.packet().revision() + 1);
    }

    @Test
    void whatMustBeRefusedIsSpoiled() {
        Script script = script(COUNT);
        Stock stock = stock(COUNT, nothing, false);
        for (int n = 0; n < COUNT; n++) {
            Pair pair = roll.pairs().get(script.pair(n));
            switch (script.kind(n)) {
                case FORGED ->
                    assertThat(verifies(Pair.read(stock.message(n)), pair)).isFalse();
                case MALFORMED ->
                    assertThat(PacketCodec.decode(stock.message(n)))
                            .isInstanceOf(Decoded.Malformed.class);
                case DUPLICATE ->
                    assertThat(stock.message(n)).isEqualTo(stock.message(script.repeated(n)));
                case FRESH, AMENDMENT, SLOW, SKEW -> {}
            }
        }
    }

    @Test
    void aSpoiledMessageDoesNotEndItsBatch() {
        Stock stock = stock(COUNT, nothing, true);
        int[] items = new int[1];
        CborSequence sequence = new CborSequence(new CborSequence.Sink() {
            @Override
            public void message(byte[] message) {
                items[0]++;
            }

            @Override
            public void tooLarge(long offset) {
                throw new AssertionError("too large at " + offset);
            }

            @Override
            public void broken(long offset, String reason) {
                throw new AssertionError(reason);
            }
        });
        for (int n = 0; n < COUNT; n++) {
            sequence.feed(stock.message(n));
        }
        sequence.end();
        assertThat(items[0]).isEqualTo(COUNT);
    }

    private static boolean verifies(SignedPacket packet, Pair pair) {
        byte[] signature = new byte[64];
        byte[] message = packet.message();
        System.arraycopy(message, message.length - 64, signature, 0, 64);
        boolean[] valid = new boolean[1];
        byte[] key = pair.branch().keys().getFirst().raw();
        PacketCodec.sign1(packet.packet(), bytes -> {
            valid[0] = Ed25519.verify(signature, 0, key, 0, bytes, 0, bytes.length);
            return signature;
        });
        return valid[0];
    }
}
