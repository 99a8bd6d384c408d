package org.shomar.aggregator.fold;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What a contest's tally remembers of each branch, by branch place. A branch that is in the
/// totals has a row: issued, cast, blank, invalid, votes, list votes.
///
/// About 56 bytes a branch, and 16 + 4 a count for one that has a row: 60,000 branches with 20
/// candidates are under 11 MB.
final class BranchRows {
    private final int[] revisions;
    private final boolean[] held;
    private final byte[] packets;
    private final long[] seqs;
    private final int[] countedRevisions;
    private final int[] @Nullable [] rows;

    BranchRows(int branches) {
        revisions = new int[branches];
        held = new boolean[branches];
        packets = new byte[Math.multiplyExact(branches, Digest.BYTES)];
        seqs = new long[branches];
        countedRevisions = new int[branches];
        rows = new int[branches][];
    }

    /// The latest revision, 0 for none.
    int revision(int place) {
        return revisions[place];
    }

    /// Whether the latest revision is held.
    boolean held(int place) {
        return held[place];
    }

    /// The row in the totals, null when there is none.
    int @Nullable [] row(int place) {
        return rows[place];
    }

    /// Takes the latest revision of a branch.
    void latest(int place, Counted entry) {
        revisions[place] = entry.revision();
        held[place] = entry.state() == PacketState.HELD;
        entry.packet().copyTo(packets, place * Digest.BYTES);
        seqs[place] = entry.seq();
    }

    /// Writes an entry's counts over the branch's row, and returns the row.
    int[] count(int place, Counted entry) {
        int[] row = rows[place];
        if (row == null) {
            row = new int[4 + entry.votes().size() + entry.listVotes().size()];
            rows[place] = row;
        }
        row[0] = entry.ballots().issued();
        row[1] = entry.ballots().cast();
        row[2] = entry.ballots().blank();
        row[3] = entry.ballots().invalid();
        int at = 4;
        for (int i = 0; i < entry.votes().size(); i++) {
            row[at++] = entry.votes().get(i);
        }
        for (int i = 0; i < entry.listVotes().size(); i++) {
            row[at++] = entry.listVotes().get(i);
        }
        countedRevisions[place] = entry.revision();
        return row;
    }

    BranchState state(int place, int branch) {
        if (revisions[place] == 0) {
            return new BranchState(branch, BranchState.State.NONE, 0, null, 0);
        }
        int from = place * Digest.BYTES;
        return new BranchState(
                branch,
                held[place] ? BranchState.State.HELD : BranchState.State.COUNTED,
                revisions[place],
                Digest.at(packets, from),
                seqs[place]);
    }

    void writeTo(DataOutput out) throws IOException {
        for (int place = 0; place < revisions.length; place++) {
            out.writeInt(revisions[place]);
            if (revisions[place] == 0) {
                continue;
            }
            out.writeBoolean(held[place]);
            out.write(packets, place * Digest.BYTES, Digest.BYTES);
            out.writeLong(seqs[place]);
            out.writeInt(countedRevisions[place]);
            int[] row = rows[place];
            if (row != null) {
                for (int count : row) {
                    out.writeInt(count);
                }
            }
        }
    }

    /// Reads what [#writeTo] wrote, into rows that are still empty.
    ///
    /// @param width counts of a row
    void readFrom(DataInput in, int width) throws IOException {
        for (int place = 0; place < revisions.length; place++) {
            revisions[place] = in.readInt();
            if (revisions[place] == 0) {
                continue;
            }
            held[place] = in.readBoolean();
            in.readFully(packets, place * Digest.BYTES, Digest.BYTES);
            seqs[place] = in.readLong();
            countedRevisions[place] = in.readInt();
            if (countedRevisions[place] > 0) {
                int[] row = new int[width];
                for (int i = 0; i < width; i++) {
                    row[i] = in.readInt();
                }
                rows[place] = row;
            }
        }
    }
}
