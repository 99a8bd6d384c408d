package org.shomar.aggregator.ledger;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Verdict;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What the ledger ends with, up to an entry: the latest revision of each branch in each
/// contest, and each contest's last number. With it, a new packet is decided without asking
/// PostgreSQL; that it is still true is asked with COMMIT.
///
/// About 150 bytes for each pair that reported: 27 MB for 60,000 branches with 3 contests, and
/// 8 for each entry.
/// Belongs to the event loop of [GroupCommit]; any thread may ask for [#candidates].
final class Heads {
    /// Contest, branch and revision in 4 bytes each, contest_seq in 8.
    static final int PLACE_BYTES = 20;

    private final Map<Pair, Latest> latest = new HashMap<>();
    private final Map<Integer, Long> contests = new HashMap<>();
    private final Places places;
    private long seq;

    Heads(RandomGenerator random) {
        this.places = new Places(random);
    }

    /// A branch in a contest.
    record Pair(int contest, int branch) {
        static Pair of(Verdict.Storable entry) {
            ResultPacket packet = entry.signed().packet();
            return new Pair(packet.contest(), packet.branch());
        }
    }

    /// The latest stored revision of a pair.
    record Latest(int revision, @Nullable Digest packet) {
        static final Latest NONE = new Latest(0, null);
    }

    /// Entries of other nodes or an earlier process, in ledger order, column by column.
    ///
    /// @param leaves  32 bytes each
    /// @param packets 32 bytes each
    /// @param places  `PLACE_BYTES` each
    record Following(Buffer leaves, Buffer packets, Buffer places) {
        static final Following NONE =
                new Following(Buffer.buffer(), Buffer.buffer(), Buffer.buffer());

        int size() {
            return leaves.length() / Digest.BYTES;
        }
    }

    /// The last entry that is in here.
    long seq() {
        return seq;
    }

    Latest latest(Pair pair) {
        return latest.getOrDefault(pair, Latest.NONE);
    }

    /// Where a packet may stand. Any thread.
    Candidates candidates(Digest packet) {
        return places.of(packet);
    }

    /// The last number in a contest, 0 for none.
    long contestSeq(int contest) {
        return contests.getOrDefault(contest, 0L);
    }

    /// A copy of the last numbers in all contests that have entries.
    Map<Integer, Long> contests() {
        return Map.copyOf(contests);
    }

    /// Whether something stands under the packet's revision already.
    boolean reached(Verdict.Storable entry) {
        return entry.signed().packet().revision() <= latest(Pair.of(entry)).revision();
    }

    void add(Committed entry) {
        ResultPacket packet = entry.entry().signed().packet();
        put(
                packet.contest(),
                packet.branch(),
                packet.revision(),
                entry.entry().signed().id(),
                entry.contestSeq());
    }

    /// Entry 1, the definition statement, is in no contest.
    void add(Following entries) {
        for (int i = 0; i < entries.size(); i++) {
            int at = i * PLACE_BYTES;
            int contest = entries.places().getInt(at);
            int id = i * Digest.BYTES;
            if (contest == 0) {
                seq++;
                continue;
            }
            put(
                    contest,
                    entries.places().getInt(at + 4),
                    entries.places().getInt(at + 8),
                    Digest.of(entries.packets().getBytes(id, id + Digest.BYTES)),
                    entries.places().getLong(at + 12));
        }
    }

    private void put(int contest, int branch, int revision, Digest packet, long contestSeq) {
        places.add(seq + 1, packet);
        latest.put(new Pair(contest, branch), new Latest(revision, packet));
        contests.put(contest, contestSeq);
        seq++;
    }
}
