package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Invents what a branch counted: the same for the same seed, branch and contest.
///
/// Popularity falls as 1/rank (Zipf), with ranks drawn for each contest and some noise in each
/// branch. Every hold rule is kept by construction.
final class InventedSheets implements Plan.Sheets {
    private static final long BRANCH_STEP = 0x9E3779B97F4A7C15L;
    private static final long CONTEST_STEP = 0xC2B2AE3D27D4EB4FL;
    private static final int WEIGHT_MAX = 100_000;
    private static final int TURNOUT_PERCENT_MIN = 35;
    private static final int TURNOUT_PERCENT_MAX = 75;
    private static final int MOBILE_BALLOTS_MIN = 40;
    private static final int MOBILE_BALLOTS_MAX = 400;
    private static final int NOT_FOR_ANYBODY = 10;

    private final long seed;

    InventedSheets(long seed) {
        this.seed = seed;
    }

    @Override
    public Sheet of(Branch branch, Contest contest) {
        RandomGenerator random = random(branch.branch(), contest.contest());
        int issued = issued(branch);
        int cast = issued - random.nextInt(Math.min(3, issued + 1));
        int blank = cast * random.nextInt(1, 6) / 100;
        int invalid = cast * random.nextInt(1, 4) / 100;
        Ballots ballots = new Ballots(issued, cast, blank, invalid);
        int valid = cast - blank - invalid;
        if (contest.lists().isEmpty()) {
            return new Sheet(ballots, byCandidate(contest, valid, random), null);
        }
        int byList = valid * random.nextInt(20, 50) / 100;
        Counts lists = Counts.of(
                Shares.of(byList, weights(contest, contest.lists().size(), CONTEST_STEP, random)));
        return new Sheet(ballots, byCandidate(contest, valid - byList, random), lists);
    }

    /// Every voter of the branch takes the papers of all its contests.
    private int issued(Branch branch) {
        RandomGenerator random = random(branch.branch(), 0);
        if (branch.kind() != BranchKind.FIXED) {
            return random.nextInt(MOBILE_BALLOTS_MIN, MOBILE_BALLOTS_MAX);
        }
        int percent = random.nextInt(TURNOUT_PERCENT_MIN, TURNOUT_PERCENT_MAX);
        return (int) ((long) branch.eligible() * percent / 100);
    }

    private Counts byCandidate(Contest contest, int ballots, RandomGenerator random) {
        int candidates = contest.candidates().size();
        int[] weights = weights(contest, candidates, 0, random);
        if (contest.maxChoices() == 1) {
            return Counts.of(Shares.of(ballots, weights));
        }
        return severalChoices(Math.min(contest.maxChoices(), candidates), ballots, weights);
    }

    /// About half of the choices are used. Nobody is on more than nine ballots of ten; what is
    /// above goes to the others, so that there is a name at least for each ballot.
    private static Counts severalChoices(int choices, int ballots, int[] weights) {
        int wanted = ballots * Math.max(1, (choices + 1) / 2);
        int most = ballots - ballots / NOT_FOR_ANYBODY;
        int[] votes = Shares.of(wanted, weights);
        int over = 0;
        for (int i = 0; i < votes.length; i++) {
            over += Math.max(0, votes[i] - most);
            votes[i] = Math.min(votes[i], most);
        }
        for (int i = 0; i < votes.length && over > 0; i++) {
            int room = Math.min(over, most - votes[i]);
            votes[i] += room;
            over -= room;
        }
        return Counts.of(votes);
    }

    private int[] weights(Contest contest, int count, long kind, RandomGenerator noise) {
        int[] ranks = ranks(count, random(0, contest.contest() ^ kind));
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = WEIGHT_MAX / (ranks[i] + 1) * noise.nextInt(70, 130) / 100;
        }
        return weights;
    }

    private static int[] ranks(int count, RandomGenerator random) {
        int[] ranks = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            ranks[i] = ranks[j];
            ranks[j] = i;
        }
        return ranks;
    }

    private RandomGenerator random(long branch, long contest) {
        return new SplittableRandom(seed + branch * BRANCH_STEP + contest * CONTEST_STEP);
    }
}
