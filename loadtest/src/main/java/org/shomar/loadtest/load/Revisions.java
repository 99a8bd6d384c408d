package org.shomar.loadtest.load;

import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.SplittableRandom;

/// Corrections of a count: a few ballots go from one candidate to another. All sums stay, so
/// that what was counted before is counted again.
final class Revisions {
    private static final int BALLOTS_MOVED_MAX = 20;
    private static final int SECONDS_LATER = 60;

    private Revisions() {}

    /// The revision after `before`.
    static ResultPacket next(SignedPacket before, SplittableRandom random) {
        ResultPacket old = before.packet();
        return new ResultPacket(
                old.election(),
                old.definition(),
                old.phase(),
                old.contest(),
                old.branch(),
                old.revision() + 1,
                before.id(),
                Math.min(ResultPacket.COUNTED_AT_MAX, old.countedAt() + SECONDS_LATER),
                old.ballots(),
                moved(old, random),
                old.listVotes(),
                old.channel(),
                old.note());
    }

    /// The same with another clock.
    static ResultPacket at(ResultPacket packet, long countedAt) {
        return new ResultPacket(
                packet.election(),
                packet.definition(),
                packet.phase(),
                packet.contest(),
                packet.branch(),
                packet.revision(),
                packet.previous(),
                countedAt,
                packet.ballots(),
                packet.votes(),
                packet.listVotes(),
                packet.channel(),
                packet.note());
    }

    /// A clock that is off by minutes, by decades, or not set at all.
    static long skewed(long countedAt, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> countedAt + random.nextInt(-3_600, 3_600);
            case 1 -> countedAt + random.nextLong(-1_000_000_000L, 1_000_000_000L);
            case 2 -> 0;
            default -> ResultPacket.COUNTED_AT_MAX;
        };
    }

    private static Counts moved(ResultPacket packet, SplittableRandom random) {
        int[] votes = packet.votes().toArray();
        if (votes.length < 2) {
            return packet.votes();
        }
        int from = random.nextInt(votes.length);
        int to = (from + 1 + random.nextInt(votes.length - 1)) % votes.length;
        Counts lists = packet.listVotes();
        // Nobody gets more than there are valid ballots, those of lists among them.
        long room = packet.ballots().valid() - votes[to] - (lists == null ? 0 : lists.sum());
        int count =
                Math.clamp(Math.min(votes[from], room), 0, 1 + random.nextInt(BALLOTS_MOVED_MAX));
        votes[from] -= count;
        votes[to] += count;
        return Counts.of(votes);
    }
}
