package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// Cheating with what is shown, over an honest log.
enum ShownTampering implements Tampering {
    ONE_VOTE_MORE((w, r) -> {
        int candidate = r.nextInt(3);
        ShownState.add(ShownEdits.votes(w, "v1/contests/1"), candidate, 1);
        return Expected.in(Kind.VOTES, "v1/contests/1 votes[" + candidate + "]");
    }),
    ONE_VOTE_MORE_IN_A_COUNTY((w, r) -> {
        ShownState.add(ShownEdits.votes(w, "v1/contests/2/areas/IR-08-02"), 3, 1);
        return Expected.in(Kind.VOTES, "v1/contests/2/areas/IR-08-02 votes[3]");
    }),
    ONE_VOTE_LESS_IN_THE_LIST_OF_AREAS((w, r) -> {
        Map<?, ?> child = (Map<?, ?>) ShownEdits.areas(w, "v1/contests/3").getFirst();
        ShownState.add(ShownState.elements(child, "votes"), 0, -1);
        return Expected.in(Kind.VOTES, "v1/contests/3 areas[IR-08].votes[0]");
    }),
    VOTES_OF_TWO_CANDIDATES_SWAPPED((w, r) -> {
        Collections.swap(ShownEdits.votes(w, "v1/contests/1"), 0, 2);
        return Expected.in(Kind.VOTES, "v1/contests/1 votes[0]");
    }),
    VOTES_WITH_A_FRACTION((w, r) -> {
        List<Object> votes = ShownEdits.votes(w, "v1/contests/1");
        votes.set(1, (long) votes.get(1) + 0.5);
        return Expected.in(Kind.VOTES, "v1/contests/1 votes[1]");
    }),
    VOTES_AS_TEXT((w, r) -> {
        List<Object> votes = ShownEdits.votes(w, "v1/contests/1");
        votes.set(1, votes.get(1).toString());
        return Expected.in(Kind.VOTES, "v1/contests/1 votes[1]");
    }),
    VOTES_OF_A_GHOST_CANDIDATE((w, r) -> {
        ShownEdits.votes(w, "v1/contests/1").add(7L);
        return Expected.in(Kind.VOTES, "v1/contests/1 votes");
    }),
    LIST_VOTE_MORE((w, r) -> {
        ShownState.add(ShownState.elements(w.shown("v1/contests/3"), "listVotes"), 1, 1);
        return Expected.in(Kind.LIST_VOTES, "v1/contests/3 listVotes[1]");
    }),
    INVALID_BALLOT_LESS((w, r) -> {
        ShownState.add(ShownState.members(w.shown("v1/contests/1"), "ballots"), "invalid", -1);
        return Expected.in(Kind.BALLOTS, "v1/contests/1 ballots.invalid");
    }),
    ELIGIBLE_VOTER_MORE((w, r) -> {
        ShownState.add(ShownState.members(w.shown("v1/contests/1"), "ballots"), "eligible", 1);
        return Expected.in(Kind.BALLOTS, "v1/contests/1 ballots.eligible");
    }),
    BRANCH_REPORTED_MORE((w, r) -> {
        ShownState.add(ShownState.members(w.shown("v1/contests/1"), "branches"), "reported", 1);
        return Expected.in(Kind.BRANCHES, "v1/contests/1 branches.reported");
    }),
    HELD_BRANCHES_HIDDEN((w, r) -> {
        ShownState.members(w.shown("v1/contests/1"), "branches").put("held", 0L);
        return Expected.in(Kind.BRANCHES, "v1/contests/1 branches.held");
    }),
    CALLED_COMPLETE((w, r) -> {
        w.shown("v1/contests/1").put("status", "unofficial-complete");
        return Expected.in(Kind.STATUS, "v1/contests/1 status");
    }),
    ENTRY_LEFT_OUT((w, r) -> ShownEdits.count(w, r, -1)),
    ENTRY_COUNTED_TWICE((w, r) -> ShownEdits.count(w, r, 1)),
    STALE_REVISION_KEPT((w, r) -> {
        LogFold fold = ShownState.fold(w.entries);
        for (int contest = 1; ; contest = contest % 3 + 1) {
            Counted late = ShownEdits.some(fold, contest, r);
            Counted early = ShownEdits.inTotals(fold, contest, late.branch(), late.seq());
            if (late.equals(ShownEdits.inTotals(fold, contest, late.branch(), Long.MAX_VALUE))
                    && early != null) {
                ShownState.add(w.shown, contest, late, -1);
                ShownState.add(w.shown, contest, early, 1);
                return new Expected(
                        Kind.VOTES, late.seq() - 1, "v1/contests/" + contest + " votes");
            }
        }
    }),
    HELD_PACKET_COUNTED((w, r) -> {
        LogFold fold = ShownState.fold(w.entries);
        for (int contest = 1; ; contest = contest % 3 + 1) {
            Counted held = ShownEdits.some(fold, contest, r);
            if (held.state() == PacketState.HELD) {
                ShownState.add(w.shown, contest, held, 1);
                return new Expected(
                        Kind.VOTES, held.seq() - 1, "v1/contests/" + contest + " votes");
            }
        }
    }),
    RESULT_IS_GONE((w, r) -> {
        w.shown.remove("v1/contests/2/areas/IR-08");
        return Expected.in(Kind.UNREADABLE, "v1/contests/2/areas/IR-08");
    }),
    RESULT_IS_NO_JSON((w, r) -> {
        w.shown.remove("v1/contests/2");
        w.files.put("v1/contests/2", "{\"contest\":2,".getBytes(UTF_8));
        return Expected.in(Kind.UNREADABLE, "v1/contests/2");
    }),
    AREA_LEFT_OUT((w, r) -> {
        ShownEdits.areas(w, "v1/contests/1").removeLast();
        return Expected.in(Kind.RESULT, "v1/contests/1 areas");
    }),
    SEQ_BEYOND_THE_LOG((w, r) -> {
        long seq = w.entries.size() + 5L;
        w.shown("v1/contests/1").put("seq", seq);
        return new Expected(Kind.AHEAD, seq - 1, "v1/contests/1");
    }),
    SEQ_OF_ANOTHER_CONTEST((w, r) -> {
        int leaf = w.leafOf(r, 2);
        w.shown("v1/contests/1").put("seq", leaf + 1L);
        return new Expected(Kind.PLACE_IN_LOG, leaf, "v1/contests/1");
    }),
    RESULT_OF_BEFORE((w, r) -> {
        int latest = (int) ShownState.fold(w.entries).tally(1).seq() - 1;
        w.shown.put(
                "v1/contests/1",
                ShownState.of(w.entries.subList(0, latest))
                        .getOrDefault("v1/contests/1", Map.of()));
        return new Expected(Kind.STALE, latest, "v1/contests/1");
    }),
    CONTEST_SEQ_WRONG((w, r) -> {
        ShownState.add(w.shown("v1/contests/1"), "contestSeq", 1);
        return Expected.in(Kind.PLACE_IN_LOG, "v1/contests/1 contestSeq");
    }),
    REHEARSAL_CALLED_OFFICIAL((w, r) -> {
        w.shown("v1/contests/1").put("phase", "official");
        return Expected.in(Kind.RESULT, "v1/contests/1 phase");
    }),
    WRONG_VERDICT_OF_A_BRANCH((w, r) -> ShownEdits.branch(w, r, branch -> {
        branch.compute("state", (name, state) -> "held".equals(state) ? "counted" : "held");
    })),
    ANOTHER_PACKET_OF_A_BRANCH((w, r) -> ShownEdits.branch(w, r, branch -> {
        branch.put("packet", "0".repeat(64));
    })),
    ANOTHER_REVISION_OF_A_BRANCH((w, r) -> ShownEdits.branch(w, r, branch -> {
        ShownState.add(branch, "revision", 1);
    })),
    BRANCH_IN_ANOTHER_AREA((w, r) -> ShownEdits.branch(w, r, branch -> {
        branch.put("area", "IR");
    })),
    REPORTED_BRANCH_LEFT_OUT((w, r) -> {
        List<Object> branches = ShownState.elements(w.shown(ShownEdits.BRANCHES), "branches");
        Map<?, ?> gone = (Map<?, ?>) branches.remove(r.nextInt(branches.size()));
        return new Expected(
                Kind.BRANCH_STATE, ShownEdits.seq(gone) - 1, "branch " + gone.get("branch"));
    }),
    GHOST_BRANCH_SHOWN((w, r) -> {
        Map<String, Object> ghost = new LinkedHashMap<>();
        ghost.put("branch", 999L);
        ghost.put("state", "none");
        ShownState.elements(w.shown(ShownEdits.BRANCHES), "branches").add(ghost);
        return Expected.in(Kind.BRANCH_STATE, "branch 999");
    }),
    BRANCH_SHOWN_TWICE((w, r) -> {
        List<Object> branches = ShownState.elements(w.shown(ShownEdits.BRANCHES), "branches");
        Map<?, ?> again = (Map<?, ?>) branches.get(r.nextInt(branches.size()));
        branches.add(again);
        return new Expected(
                Kind.BRANCH_STATE, ShownEdits.seq(again) - 1, "branch " + again.get("branch"));
    }),
    ENTRY_DROPPED_THAT_IS_STILL_SHOWN((w, r) -> {
        int leaf = w.leafOfLatest(r);
        w.entries.remove(leaf);
        w.publish();
        return new Expected(Kind.BRANCH_STATE, leaf, "branches branch ");
    }),
    LAST_ENTRY_DROPPED_THAT_IS_STILL_SHOWN((w, r) -> {
        w.entries.removeLast();
        w.publish();
        return new Expected(Kind.AHEAD, w.entries.size(), "v1/contests/");
    }),
    ENTRY_ADDED_THAT_IS_NOT_SHOWN((w, r) -> {
        w.entries.add(AuditElection.sign(
                HonestEntries.random(w.election, r, 1, ShownEdits.silent(w), 1, null, false)));
        w.publish();
        return new Expected(Kind.STALE, w.entries.size() - 1, "v1/contests/1");
    }),
    PROGRESS_AHEAD((w, r) -> {
        Map<?, ?> area = (Map<?, ?>)
                ShownState.elements(w.shown(ProgressAudit.PATH), "areas").get(1);
        ShownState.add(ShownEdits.cast(area), "reported", 1);
        return Expected.in(Kind.PROGRESS, "areas[IR-08].reported");
    }),
    PROGRESS_WITHOUT_AN_AREA((w, r) -> {
        ShownState.elements(w.shown(ProgressAudit.PATH), "areas").removeLast();
        return Expected.in(Kind.PROGRESS, "v1/progress areas");
    }),
    PROGRESS_IS_GONE((w, r) -> {
        w.shown.remove(ProgressAudit.PATH);
        return Expected.in(Kind.UNREADABLE, "v1/progress");
    }),
    DEFINITION_EDITED((w, r) -> {
        byte[] file = w.file(ElectionAudit.FILE).clone();
        file[r.nextInt(file.length)]++;
        w.files.put(ElectionAudit.FILE, file);
        return Expected.in(Kind.DEFINITION, ElectionAudit.FILE);
    }),
    DEFINITION_HASH_OF_ANOTHER_FILE((w, r) -> {
        w.shown(ElectionAudit.PATH).put("definition", "1".repeat(64));
        return Expected.in(Kind.ELECTION, "v1/election definition");
    }),
    ELECTION_OF_ANOTHER_PHASE((w, r) -> {
        w.shown(ElectionAudit.PATH).put("phase", "official");
        return Expected.in(Kind.ELECTION, "v1/election phase");
    }),
    OTHER_VOTES_THAN_EXPECTED((w, r) -> {
        LogFold fold = ShownState.fold(w.entries);
        Map<Integer, List<Long>> expected = new HashMap<>();
        for (int contest = 1; contest <= 3; contest++) {
            expected.put(
                    contest,
                    LongStream.of(fold.tally(contest)
                                    .totals()
                                    .areas()
                                    .getFirst()
                                    .votes())
                            .map(figure -> figure + 1)
                            .boxed()
                            .toList());
        }
        w.votes = expected;
        return Expected.in(Kind.EXPECTED, "contest 2");
    });

    private final Deed deed;

    ShownTampering(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Expected tamper(World world, RandomGenerator random)
            throws IOException, UnfitTextException {
        return deed.tamper(world, random);
    }
}
