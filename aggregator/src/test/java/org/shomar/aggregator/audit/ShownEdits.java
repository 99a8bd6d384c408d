package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Tampering.Expected;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.packet.PacketState;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// How shown figures are edited.
final class ShownEdits {
    static final String BRANCHES = "v1/contests/1/branches";

    private ShownEdits() {}

    static List<Object> votes(World w, String path) {
        return ShownState.elements(w.shown(path), "votes");
    }

    static List<Object> areas(World w, String path) {
        return ShownState.elements(w.shown(path), "areas");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> cast(Map<?, ?> tree) {
        return (Map<String, Object>) tree;
    }

    /// Adds an entry of the totals to every result once more (1), or takes it out (-1).
    static Expected count(World w, RandomGenerator r, int sign) {
        LogFold fold = ShownState.fold(w.entries);
        int contest = r.nextInt(1, 4);
        Counted entry = null;
        while (entry == null) {
            entry = inTotals(fold, contest, some(fold, contest, r).branch(), Long.MAX_VALUE);
        }
        ShownState.add(w.shown, contest, entry, sign);
        return new Expected(Kind.VOTES, entry.seq() - 1, "v1/contests/" + contest + " votes");
    }

    static Counted some(LogFold fold, int contest, RandomGenerator r) {
        List<Counted> entries = fold.entries(contest);
        return entries.get(r.nextInt(entries.size()));
    }

    /// The entry of a branch that is in the totals before some `seq`; null for none.
    static @Nullable Counted inTotals(LogFold fold, int contest, int branch, long before) {
        return fold.entries(contest).stream()
                .filter(entry -> entry.branch() == branch
                        && entry.state() == PacketState.COUNTED
                        && entry.seq() < before)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /// Edits a branch that has reported in contest 1.
    static Expected branch(World w, RandomGenerator r, Consumer<Map<String, Object>> edit) {
        List<Object> branches = ShownState.elements(w.shown(BRANCHES), "branches");
        Map<?, ?> branch = Map.of();
        while (!branch.containsKey("seq")) {
            branch = (Map<?, ?>) branches.get(r.nextInt(branches.size()));
        }
        edit.accept(cast(branch));
        return new Expected(Kind.BRANCH_STATE, seq(branch) - 1, "branch " + branch.get("branch"));
    }

    static long seq(Map<?, ?> branch) {
        return branch.get("seq") instanceof Long seq ? seq : 0;
    }

    /// A branch that has not reported in contest 1.
    static int silent(World w) {
        LogFold fold = ShownState.fold(w.entries);
        return w.election.definition.branches().stream()
                .mapToInt(Branch::branch)
                .filter(branch ->
                        fold.entries(1).stream().noneMatch(entry -> entry.branch() == branch))
                .findFirst()
                .orElseThrow();
    }
}
