package org.shomar.aggregator.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Packets and messages drawn from a seed, their fields often at the ends of their ranges.
/// Signatures are 64 random bytes, as nothing here verifies them.
final class RandomPackets {
    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private static final int[] NOTE_CHARACTERS =
            "aZ 9ñ\u200cیيکك\u064b😀\n\u0000\uffff".codePoints().toArray();

    private final SplittableRandom random;

    RandomPackets(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// The seeds of a law: 0..199, or the one of `-Dseed=N`.
    static Stream<Long> seeds() {
        Long one = Long.getLong("seed");
        return one != null
                ? Stream.of(one)
                : Stream.iterate(0L, seed -> seed + 1).limit(200);
    }

    ResultPacket packet() {
        int revision = random.nextBoolean() ? 1 : 1 + below(ResultPacket.REVISION_MAX);
        boolean big = random.nextInt(20) == 0;
        return new ResultPacket(
                name(),
                digest(),
                random.nextBoolean() ? Phase.REHEARSAL : Phase.OFFICIAL,
                1 + below(Integer.MAX_VALUE),
                1 + below(Integer.MAX_VALUE),
                revision,
                revision > 1 ? digest() : null,
                random.nextInt(8) == 0
                        ? ResultPacket.COUNTED_AT_MAX
                        : random.nextLong(ResultPacket.COUNTED_AT_MAX),
                new Ballots(count(), count(), count(), count()),
                counts(random.nextInt(1 + (big ? ResultPacket.VOTES_MAX : 40))),
                random.nextBoolean()
                        ? counts(random.nextInt(1 + (big ? ResultPacket.LIST_VOTES_MAX : 9)))
                        : null,
                Channel.values()[random.nextInt(4)],
                random.nextBoolean() ? note() : null);
    }

    byte[] message() {
        return message(packet());
    }

    byte[] message(ResultPacket packet) {
        if (random.nextBoolean()) {
            return PacketCodec.sign1(packet, signer());
        }
        List<PacketCodec.RoleSigner> signers = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            signers.add(new PacketCodec.RoleSigner(name(), signer()));
        }
        return PacketCodec.sign(packet, signers);
    }

    PacketCodec.Signer signer() {
        return toBeSigned -> bytes(64);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Digest digest() {
        return Digest.of(bytes(Digest.BYTES));
    }

    private Counts counts(int size) {
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            counts[i] = count();
        }
        return Counts.of(counts);
    }

    /// 0..2^31-1, of every width, and the ends of each width often.
    private int count() {
        return switch (random.nextInt(6)) {
            case 0 ->
                new int[] {0, 23, 24, 255, 256, 65_535, 65_536, Integer.MAX_VALUE}
                        [random.nextInt(8)];
            case 1 -> random.nextInt(24);
            case 2 -> random.nextInt() >>> 1;
            default -> random.nextInt(3_000);
        };
    }

    private int below(int bound) {
        return Math.min(count(), bound - 1);
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        int length = random.nextInt(8) == 0 ? ResultPacket.NAME_BYTES_MAX : 1 + random.nextInt(20);
        for (int i = 0; i < length; i++) {
            name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
        }
        return name.toString();
    }

    private String note() {
        StringBuilder note = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            note.appendCodePoint(NOTE_CHARACTERS[random.nextInt(NOTE_CHARACTERS.length)]);
        }
        return note.toString();
    }
}
