package org.shomar.loadtest.load;

import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Every message of a run, made and signed before its first is sent (some 100 microseconds
/// each on one core). Message `n` follows from the seed, `n`, the script and what the
/// server held.
final class Stock {
    private static final byte[] NOT_MADE = new byte[0];

    /// Keeps the dice of a message apart from those of the script.
    private static final long CONTENT = 0x5851F42D4C957F2DL;

    private final Script script;
    private final Roll roll;
    private final long seed;
    private final boolean inBatches;
    private final byte[][] messages;

    private Stock(long seed, Script script, Roll roll, boolean inBatches) {
        this.seed = seed;
        this.script = script;
        this.roll = roll;
        this.inBatches = inBatches;
        this.messages = new byte[script.count()][];
        Arrays.fill(messages, NOT_MADE);
    }

    /// @param standing of each pair
    /// @param progress told how many more messages are made; from any thread
    static Stock make(
            long seed,
            Script script,
            Roll roll,
            List<Pair.Standing> standing,
            boolean inBatches,
            IntConsumer progress) {
        Stock stock = new Stock(seed, script, roll, inBatches);
        int[][] chains = chains(script, roll.pairs().size());
        IntStream.range(0, chains.length).parallel().forEach(pair -> {
            stock.chain(roll.pairs().get(pair), standing.get(pair), chains[pair]);
            progress.accept(chains[pair].length);
        });
        stock.makeTheRest();
        return stock;
    }

    /// Of each pair, the packets that count, in their order.
    private static int[][] chains(Script script, int pairCount) {
        int[] lengths = new int[pairCount];
        for (int n = 0; n < script.count(); n++) {
            lengths[script.pair(n)] += script.kind(n).counts() ? 1 : 0;
        }
        int[][] chains = new int[pairCount][];
        for (int pair = 0; pair < pairCount; pair++) {
            chains[pair] = new int[lengths[pair]];
        }
        for (int n = script.count() - 1; n >= 0; n--) {
            if (script.kind(n).counts()) {
                chains[script.pair(n)][--lengths[script.pair(n)]] = n;
            }
        }
        return chains;
    }

    private void chain(Pair pair, Pair.Standing standing, int[] chain) {
        SignedPacket before = standing.latest();
        Pen pen = null;
        for (int n : chain) {
            boolean skew = script.kind(n) == Kind.SKEW;
            if (before == null && !skew) {
                before = pair.first();
            } else {
                SplittableRandom random = Dice.of(seed ^ CONTENT, n);
                ResultPacket packet =
                        before == null ? pair.first().packet() : Revisions.next(before, random);
                if (skew) {
                    long clock = pair.first().packet().countedAt();
                    packet = Revisions.at(packet, Revisions.skewed(clock, random));
                }
                pen = pen == null ? pen(pair) : pen;
                before = Pair.read(pen.sign(packet));
            }
            messages[n] = before.message();
        }
    }

    private Pen pen(Pair pair) {
        try {
            return new Pen(roll, pair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeTheRest() {
        for (int n = 0; n < messages.length; n++) {
            SplittableRandom random = Dice.of(seed ^ CONTENT, n);
            byte[] own = roll.pairs().get(script.pair(n)).first().message();
            switch (script.kind(n)) {
                case FRESH, AMENDMENT, SLOW, SKEW -> {}
                case DUPLICATE -> messages[n] = messages[script.repeated(n)];
                case FORGED -> messages[n] = Spoiled.forged(own, random);
                case MALFORMED -> messages[n] = Spoiled.malformed(own, inBatches, random);
            }
        }
    }

    /// Callers do not change it.
    byte[] message(int n) {
        return messages[n];
    }
}
