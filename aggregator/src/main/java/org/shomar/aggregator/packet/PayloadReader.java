package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;

/// Reads the payload of a result packet: a map with exactly the contract's keys, in their
/// order.
final class PayloadReader {
    static final int VERSION = 1;

    private static final int KEYS_MIN = 14;
    private static final int KEYS_MAX = 17;

    /// Names of the keys, by number.
    private static final String[] NAMES = {
        "version",
        "election",
        "definition",
        "phase",
        "contest",
        "branch",
        "revision",
        "previous",
        "counted_at",
        "issued",
        "cast",
        "blank",
        "invalid",
        "votes",
        "list_votes",
        "channel",
        "note"
    };

    private static final Channel[] CHANNELS = Channel.values();

    private int entriesLeft;
    private @Nullable ResultPacket packet;

    @Nullable
    ResultPacket packet() {
        return packet;
    }

    void read(CborReader in) {
        entriesLeft = in.map("the payload", KEYS_MIN, KEYS_MAX);
        key(in, 0);
        in.uint("version", VERSION, VERSION);
        key(in, 1);
        String election = in.name(CborReader.TEXT, "election");
        key(in, 2);
        byte[] definition = in.byteString("definition", Digest.BYTES, Digest.BYTES);
        key(in, 3);
        long phase = in.uint("phase", 0, 1);
        key(in, 4);
        int contest = (int) in.uint("contest", 1, Integer.MAX_VALUE);
        key(in, 5);
        int branch = (int) in.uint("branch", 1, Integer.MAX_VALUE);
        key(in, 6);
        int revision = (int) in.uint("revision", 1, ResultPacket.REVISION_MAX);
        byte[] previous = previous(in, revision);
        key(in, 8);
        long countedAt = in.uint("counted_at", 0, ResultPacket.COUNTED_AT_MAX);
        key(in, 9);
        int issued = in.count("issued");
        key(in, 10);
        int cast = in.count("cast");
        key(in, 11);
        int blank = in.count("blank");
        key(in, 12);
        int invalid = in.count("invalid");
        key(in, 13);
        Counts votes = counts(in, "votes", ResultPacket.VOTES_MAX);
        Counts listVotes =
                takeKey(in, 14) ? counts(in, "list_votes", ResultPacket.LIST_VOTES_MAX) : null;
        key(in, 15);
        int channel = (int) in.uint("channel", 0, CHANNELS.length - 1);
        String note = takeKey(in, 16) ? in.text("note", 0, ResultPacket.NOTE_BYTES_MAX) : null;
        if (entriesLeft > 0) {
            superfluous(in);
        }
        if (in.failed()) {
            return;
        }
        packet = new ResultPacket(
                election,
                Digest.owning(definition),
                phase == 0 ? Phase.REHEARSAL : Phase.OFFICIAL,
                contest,
                branch,
                revision,
                previous == null ? null : Digest.owning(previous),
                countedAt,
                new Ballots(issued, cast, blank, invalid),
                votes,
                listVotes,
                CHANNELS[channel],
                note);
    }

    private byte @Nullable [] previous(CborReader in, int revision) {
        if (revision > 1) {
            key(in, 7);
            return in.byteString("previous", Digest.BYTES, Digest.BYTES);
        }
        if (in.peek() == 7) {
            in.fail(in.position(), "key 7 (previous) must be absent in revision 1");
        }
        return null;
    }

    private static Counts counts(CborReader in, String what, int max) {
        int size = in.array(what, 0, max);
        if (size == 0) {
            return Counts.NONE;
        }
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            counts[i] = in.count(what);
        }
        return Counts.owning(counts);
    }

    /// Passes over a key that must come here.
    private void key(CborReader in, int key) {
        if (!takeKey(in, key)) {
            missing(in, key);
        }
    }

    /// Passes over the key if it comes here. Keys 0 to 16 are one byte each.
    private boolean takeKey(CborReader in, int key) {
        if (entriesLeft == 0 || in.peek() != key) {
            return false;
        }
        in.head(CborReader.UNSIGNED, "a key of the payload");
        entriesLeft--;
        return true;
    }

    private void missing(CborReader in, int expected) {
        int at = in.position();
        String wanted = "key " + expected + " (" + NAMES[expected] + ") must stand here";
        if (entriesLeft == 0) {
            in.fail(at, wanted + ", but the map ends");
            return;
        }
        long found = in.head(CborReader.UNSIGNED, "a key of the payload");
        in.fail(at, wanted + ", not key " + Long.toUnsignedString(found));
    }

    private void superfluous(CborReader in) {
        int at = in.position();
        long found = in.head(CborReader.UNSIGNED, "a key of the payload");
        in.fail(
                at,
                found >= 0 && found < NAMES.length
                        ? "key " + found + " stands twice or out of order"
                        : "key " + Long.toUnsignedString(found) + " is unknown");
    }
}
