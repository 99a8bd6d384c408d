package org.shomar.aggregator.packet;

/// Writes what [PayloadReader] reads.
final class PayloadWriter {
    private static final int KEYS_ALWAYS = 14;

    private PayloadWriter() {}

    static byte[] write(ResultPacket packet) {
        Digest previous = packet.previous();
        Counts listVotes = packet.listVotes();
        String note = packet.note();
        int keys = KEYS_ALWAYS
                + (previous == null ? 0 : 1)
                + (listVotes == null ? 0 : 1)
                + (note == null ? 0 : 1);
        CborWriter out = new CborWriter().map(keys);
        out.integer(0).integer(PayloadReader.VERSION);
        out.integer(1).text(packet.election());
        out.integer(2).bytes(packet.definition().bytes());
        out.integer(3).integer(packet.phase().number());
        out.integer(4).integer(packet.contest());
        out.integer(5).integer(packet.branch());
        out.integer(6).integer(packet.revision());
        if (previous != null) {
            out.integer(7).bytes(previous.bytes());
        }
        Ballots ballots = packet.ballots();
        out.integer(8).integer(packet.countedAt());
        out.integer(9).integer(ballots.issued());
        out.integer(10).integer(ballots.cast());
        out.integer(11).integer(ballots.blank());
        out.integer(12).integer(ballots.invalid());
        counts(out.integer(13), packet.votes());
        if (listVotes != null) {
            counts(out.integer(14), listVotes);
        }
        out.integer(15).integer(packet.channel().number());
        if (note != null) {
            out.integer(16).text(note);
        }
        return out.toBytes();
    }

    private static void counts(CborWriter out, Counts counts) {
        out.array(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            out.integer(counts.get(i));
        }
    }
}
