package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Totals made up in memory: every branch reports one after the other, then all again.
final class MemoryTotals implements TotalsSource {
    static final Digest PACKET = Digest.sha256(new byte[] {1});

    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger readsOfThePast = new AtomicInteger();
    final AtomicInteger readsOfBranches = new AtomicInteger();

    private final Definition definition;
    private final RandomGenerator random;
    private final Map<Integer, Totals> now = new ConcurrentHashMap<>();
    private final List<Totals> past = new CopyOnWriteArrayList<>();
    private volatile long seq = 1;
    private volatile Future<Void> released = Future.succeededFuture();

    MemoryTotals(Definition definition, RandomGenerator random) {
        this.definition = definition;
        this.random = random;
        ResultState results = new ResultState(definition);
        definition.contests().forEach(each -> {
            now.put(each.contest(), results.before(each));
            past.add(results.before(each));
        });
    }

    @Override
    public Future<Totals> totals(int contest) {
        reads.incrementAndGet();
        return Future.succeededFuture(now(contest));
    }

    @Override
    public Future<Optional<Totals>> totalsAt(int contest, long at) {
        readsOfThePast.incrementAndGet();
        return released.map(ignored -> past.stream()
                .filter(totals -> at <= seq)
                .filter(totals -> totals.contest() == contest && totals.seq() <= at)
                .reduce((earlier, later) -> later));
    }

    /// The first branch counted at sequence 2, nothing of the others.
    @Override
    public Future<BranchStates> branches(int contest) {
        readsOfBranches.incrementAndGet();
        Electorate electorate =
                definition.electorate(definition.contest(contest).orElseThrow());
        List<BranchState> states = new ArrayList<>();
        for (int place = 0; place < electorate.branchCount(); place++) {
            int branch = electorate.branch(place).branch();
            states.add(
                    place == 0
                            ? new BranchState(branch, BranchState.State.COUNTED, 1, PACKET, 2)
                            : new BranchState(branch, BranchState.State.NONE, 0, null, 0));
        }
        return Future.succeededFuture(
                new BranchStates(contest, Math.max(2, now(contest).seq()), 1, states));
    }

    /// Earlier totals are answered when the promise is kept.
    Promise<Void> holdThePast() {
        Promise<Void> release = Promise.promise();
        released = release.future();
        return release;
    }

    Totals now(int contest) {
        return Objects.requireNonNull(now.get(contest), "no such contest");
    }

    void set(Totals totals) {
        now.put(totals.contest(), totals);
    }

    /// The next branch reports random figures; gives the new totals.
    Totals report(int number) {
        Totals before = now(number);
        Contest contest = definition.contest(number).orElseThrow();
        Electorate electorate = definition.electorate(contest);
        int branch = Math.toIntExact(before.contestSeq() % electorate.branchCount());
        boolean again = before.contestSeq() >= electorate.branchCount();
        List<AreaTotals> areas = new ArrayList<>(before.areas());
        int[] votes = random.ints(contest.candidates().size(), 0, 200).toArray();
        int[] lists = random.ints(contest.lists().size(), 0, 200).toArray();
        int place = electorate.areaPlaceOfBranch(branch);
        for (; place >= 0; place = electorate.parentPlace(place)) {
            areas.set(place, plus(areas.get(place), again ? 0 : 1, votes, lists));
        }
        long next = seq + 1;
        seq = next;
        Totals after = new Totals(number, next, before.contestSeq() + 1, List.copyOf(areas));
        now.put(number, after);
        past.add(after);
        return after;
    }

    private static AreaTotals plus(AreaTotals area, int reported, int[] votes, int[] lists) {
        long[] newVotes = area.votes().clone();
        for (int i = 0; i < votes.length; i++) {
            newVotes[i] += votes[i];
        }
        long[] newLists = area.listVotes().clone();
        for (int i = 0; i < lists.length; i++) {
            newLists[i] += lists[i];
        }
        return new AreaTotals(
                area.expected(),
                area.reported() + reported,
                area.held(),
                area.annulled(),
                area.eligible() + 1_000L * reported,
                area.issued() + 600,
                area.cast() + 600,
                area.blank() + 3,
                area.invalid() + 5,
                newVotes,
                newLists);
    }
}
