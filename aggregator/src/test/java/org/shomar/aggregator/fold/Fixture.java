package org.shomar.aggregator.fold;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.Phase;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A country of two provinces with two counties each, whose branches all take part in every
/// contest; and ledgers made from a seed.
public final class Fixture {
    public static final int CANDIDATES = 3;
    public static final int LISTS = 2;

    private static final int COUNTY_FIRST = 3;
    private static final int COUNTIES = 4;

    private Fixture() {}

    /// Branches 1, 2 … stand in the counties in turn; branch n has 1000 + n eligible voters.
    /// Contest 1 has lists, the others have none.
    public static Definition definition(int contests, int branches) {
        List<Area> areas = List.of(
                area(0, "IR", AreaKind.COUNTRY, Area.NO_PARENT),
                area(1, "P1", AreaKind.PROVINCE, 0),
                area(2, "P2", AreaKind.PROVINCE, 0),
                area(3, "C1", AreaKind.COUNTY, 1),
                area(4, "C2", AreaKind.COUNTY, 1),
                area(5, "C3", AreaKind.COUNTY, 2),
                area(6, "C4", AreaKind.COUNTY, 2));
        List<Integer> numbers = IntStream.rangeClosed(1, contests).boxed().toList();
        return new Definition(
                new Definition.Header(
                        "rehearsal",
                        Phase.REHEARSAL,
                        1,
                        text("rehearsal"),
                        OffsetDateTime.parse("2026-05-01T18:00:00+03:30"),
                        Release.OPEN,
                        Map.of()),
                areas,
                numbers.stream().map(Fixture::contest).toList(),
                IntStream.rangeClosed(1, branches)
                        .mapToObj(branch -> branch(branch, numbers))
                        .toList(),
                List.of(),
                (contests + " contests, " + branches + " branches")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// An entry with the given votes; issued and cast are their sum, one blank more.
    public static Counted entry(
            long contestSeq, int branch, int revision, PacketState state, int... votes) {
        int sum = IntStream.of(votes).sum();
        return new Counted(
                contestSeq + 1,
                contestSeq,
                branch,
                revision,
                packet(contestSeq, branch, revision),
                state,
                new Ballots(sum + 1, sum + 1, 1, 0),
                Counts.of(votes),
                Counts.NONE);
    }

    /// Entries of all contests in ledger order from seq 2 on: each branch reports, some
    /// correct themselves, some are held.
    public static List<Stored> ledger(Definition definition, RandomGenerator random, int entries) {
        int contests = definition.contests().size();
        int branches = definition.branches().size();
        int[][] revisions = new int[contests + 1][branches + 1];
        long[] contestSeqs = new long[contests + 1];
        List<Stored> ledger = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            int contest = random.nextInt(1, contests + 1);
            int branch = random.nextInt(1, branches + 1);
            int[] votes = random.ints(CANDIDATES, 0, 400).toArray();
            int cast = IntStream.of(votes).sum();
            int[] lists = contest == 1 ? random.ints(LISTS, 0, 90).toArray() : new int[0];
            int revision = ++revisions[contest][branch];
            long contestSeq = ++contestSeqs[contest];
            ledger.add(new Stored(
                    contest,
                    new Counted(
                            i + 2L,
                            contestSeq,
                            branch,
                            revision,
                            packet(i, branch, revision),
                            random.nextInt(5) == 0 ? PacketState.HELD : PacketState.COUNTED,
                            new Ballots(cast + 5, cast + 3, 2, 1),
                            Counts.of(votes),
                            Counts.of(lists))));
        }
        return ledger;
    }

    /// An entry of the ledger and its contest.
    public record Stored(int contest, Counted counted) {}

    public static List<Counted> ofContest(List<Stored> ledger, int contest) {
        return ledger.stream()
                .filter(stored -> stored.contest() == contest)
                .map(Stored::counted)
                .toList();
    }

    public static ContestTally tally(Definition definition, int contest) {
        return ContestTally.of(definition, contest);
    }

    public static ContestTally fold(Definition definition, int contest, List<Stored> ledger) {
        ContestTally tally = tally(definition, contest);
        tally.apply(ofContest(ledger, contest));
        return tally;
    }

    /// `-Dseed=N` replays one.
    public static LongStream seeds(int count) {
        Long seed = Long.getLong("seed");
        return seed == null ? LongStream.range(0, count) : LongStream.of(seed);
    }

    private static Digest packet(long nonce, int branch, int revision) {
        return Digest.sha256(ByteBuffer.allocate(16)
                .putLong(nonce)
                .putInt(branch)
                .putInt(revision)
                .array());
    }

    private static Area area(int index, String code, AreaKind kind, int parent) {
        return new Area(index, code, kind, parent, text(code));
    }

    private static Contest contest(int number) {
        List<CandidateList> lists = number == 1
                ? Stream.of(1, 2)
                        .map(list -> new CandidateList(list, text("list " + list)))
                        .toList()
                : List.of();
        return new Contest(
                number - 1,
                number,
                ContestKind.COUNCIL,
                0,
                text("contest " + number),
                "plurality",
                null,
                1,
                0,
                1,
                1,
                lists,
                IntStream.rangeClosed(1, CANDIDATES)
                        .mapToObj(code -> new Candidate(code, text("candidate " + code), 0))
                        .toList());
    }

    private static Branch branch(int number, List<Integer> contests) {
        return new Branch(
                number - 1,
                number,
                COUNTY_FIRST + (number - 1) % COUNTIES,
                BranchKind.FIXED,
                1_000 + number,
                contests,
                List.of());
    }

    private static Text text(String en) {
        return new Text(null, en);
    }
}
