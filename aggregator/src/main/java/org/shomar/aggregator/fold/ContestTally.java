package org.shomar.aggregator.fold;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;

import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/// The fold of one contest: its entries in the order of `contest_seq`, each once. The same
/// class counts live, at start and for the auditor.
///
/// The totals hold, per branch, the highest revision that is counted; a held revision n+1
/// leaves revision n in them. Cost of an entry: the branch's counts times the areas above
/// it. Not safe for several threads at once.
public final class ContestTally {
    private static final int BALLOTS = 4;

    private final Definition definition;
    private final Contest contest;
    private final Electorate electorate;
    private final BranchRows rows;
    private final AreaSums sums;
    private long seq;
    private long contestSeq;

    public ContestTally(Definition definition, Contest contest) {
        this.definition = definition;
        this.contest = contest;
        this.electorate = definition.electorate(contest);
        this.rows = new BranchRows(electorate.branchCount());
        this.sums = new AreaSums(
                electorate, contest.candidates().size(), contest.lists().size());
    }

    /// Applies what is new in a run: entries of this contest by ascending `contest_seq`.
    ///
    /// Entries that are applied already are passed over, so a run may be offered any number of
    /// times. At the first gap it stops.
    ///
    /// @throws IllegalStateException when an entry contradicts the definition or an earlier
    ///     one: a bug; the entries before it are applied
    public Merged apply(List<Counted> run) {
        for (Counted entry : run) {
            if (entry.contestSeq() > contestSeq + 1) {
                return new Merged.Behind(contestSeq + 1);
            }
            if (entry.contestSeq() == contestSeq + 1) {
                applyNext(entry);
            }
        }
        return new Merged.UpTo(contestSeq);
    }

    /// `seq` of the last applied entry, 0 before the first.
    public long seq() {
        return seq;
    }

    /// `contest_seq` of the last applied entry, 0 before the first.
    public long contestSeq() {
        return contestSeq;
    }

    /// A copy of the totals of every area.
    public Totals totals() {
        return new Totals(contest.contest(), seq, contestSeq, sums.totals());
    }

    /// Every branch of the contest with its latest revision.
    public BranchStates branchStates() {
        List<BranchState> states = IntStream.range(0, electorate.branchCount())
                .mapToObj(place -> rows.state(place, electorate.branch(place).branch()))
                .toList();
        return new BranchStates(contest.contest(), seq, contestSeq, states);
    }

    /// SHA-256 over everything that this tally holds: equal exactly when the tallies are.
    public Digest digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new DigestOutputStream(OutputStream.nullOutputStream(), sha)))) {
                writeTo(out);
                sums.writeTo(out);
            }
            return Digest.of(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written anywhere", e);
        }
    }

    public Contest contest() {
        return contest;
    }

    /// Writes all but the sums, which follow from the rows.
    public void writeTo(DataOutput out) throws IOException {
        out.write(definition.hash().bytes());
        out.writeInt(contest.contest());
        out.writeLong(seq);
        out.writeLong(contestSeq);
        rows.writeTo(out);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws IllegalStateException when it was written under another definition
    public static ContestTally readFrom(DataInput in, Definition definition) throws IOException {
        byte[] hash = new byte[Digest.BYTES];
        in.readFully(hash);
        if (!Digest.of(hash).equals(definition.hash())) {
            throw new IllegalStateException("a tally of definition " + Digest.of(hash)
                    + " came to a member of definition " + definition.hash());
        }
        ContestTally tally = of(definition, in.readInt());
        tally.seq = in.readLong();
        tally.contestSeq = in.readLong();
        tally.rows.readFrom(in, tally.rowWidth());
        for (int place = 0; place < tally.electorate.branchCount(); place++) {
            tally.addBack(place);
        }
        return tally;
    }

    /// An empty tally.
    ///
    /// @throws IllegalStateException when the definition has no such contest
    public static ContestTally of(Definition definition, int contest) {
        return new ContestTally(
                definition,
                definition
                        .contest(contest)
                        .orElseThrow(() -> new IllegalStateException("an entry is of contest "
                                + contest + ", which the definition " + definition.hash()
                                + " does not have")));
    }

    private void applyNext(Counted entry) {
        int place = electorate.branchPlace(entry.branch());
        check(entry, place);
        boolean wasHeld = rows.held(place);
        boolean isHeld = entry.state() == PacketState.HELD;
        rows.latest(place, entry);
        if (isHeld != wasHeld) {
            sums.hold(place, isHeld ? 1 : -1);
        }
        if (!isHeld) {
            int[] before = rows.row(place);
            if (before == null) {
                sums.report(place);
            } else {
                sums.move(place, before, -1);
            }
            sums.move(place, rows.count(place, entry), 1);
        }
        seq = entry.seq();
        contestSeq = entry.contestSeq();
    }

    private void check(Counted entry, int place) {
        if (place < 0) {
            throw disagree(
                    entry, "branch", entry.branch(), "the definition has none of that number");
        }
        if (entry.revision() != rows.revision(place) + 1) {
            throw disagree(
                    entry, "revision", entry.revision(), "the latest is " + rows.revision(place));
        }
        if (entry.seq() <= seq) {
            throw disagree(entry, "seq", entry.seq(), "the entry before has " + seq);
        }
        int width = BALLOTS + entry.votes().size() + entry.listVotes().size();
        if (entry.votes().size() != contest.candidates().size() || width != rowWidth()) {
            throw disagree(
                    entry,
                    "number of votes",
                    width - BALLOTS,
                    "the definition has " + contest.candidates().size() + " candidates and "
                            + contest.lists().size() + " lists");
        }
    }

    private IllegalStateException disagree(Counted entry, String what, long value, String fact) {
        return new IllegalStateException("entry " + entry.seq() + " (contest " + contest.contest()
                + ", contest_seq " + entry.contestSeq() + ") has " + what + " " + value + ", but "
                + fact);
    }

    private void addBack(int place) {
        if (rows.held(place)) {
            sums.hold(place, 1);
        }
        int[] row = rows.row(place);
        if (row != null) {
            sums.report(place);
            sums.move(place, row, 1);
        }
    }

    private int rowWidth() {
        return BALLOTS + contest.candidates().size() + contest.lists().size();
    }
}
