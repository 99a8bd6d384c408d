package org.shomar.aggregator.tally;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The totals of every contest, kept in the cluster and up with the ledger. May be called
/// from any thread; futures and listeners run on the tally's own event loop.
public final class Tally {
    private final Vertx vertx;
    private final Definition definition;
    private final Executor loop;
    private final TallyCluster cluster;
    private final Changes changes;
    private final Lanes lanes;
    private final CatchUp catchUp;
    private final Questions questions;
    private final Map<Integer, ContestTally> empty = new ConcurrentHashMap<>();

    private Tally(
            Vertx vertx,
            Executor loop,
            TallyCluster cluster,
            TallyConfig config,
            Definition definition,
            LedgerReader ledger,
            Function<Entry, Counted> decoder) {
        this.vertx = vertx;
        this.definition = definition;
        this.loop = loop;
        this.cluster = cluster;
        this.changes = new Changes(vertx, cluster, loop);
        this.questions = new Questions(cluster, loop);
        this.lanes = new Lanes(vertx, loop, cluster, new Lanes.Progress() {
            @Override
            public void merged(int contest, long head) {
                changes.merged(contest, head);
            }

            @Override
            public void behind(int contest, long from) {
                catchUp().behind(contest, from);
            }
        });
        this.catchUp = new CatchUp(
                vertx,
                new Loop(loop),
                cluster,
                ledger,
                decoder,
                changes,
                lanes::resume,
                config.catchUpMillis());
    }

    /// Joins the cluster and folds everything that the ledger holds; succeeds when that is
    /// in the totals. Fails when the ledger cannot be read or contradicts the definition.
    public static Future<Tally> start(
            Vertx vertx, TallyConfig config, Definition definition, LedgerReader ledger) {
        return start(vertx, config, definition, ledger, EntryDecoder::decode);
    }

    static Future<Tally> start(
            Vertx vertx,
            TallyConfig config,
            Definition definition,
            LedgerReader ledger,
            Function<Entry, Counted> decoder) {
        Context context = vertx.getOrCreateContext();
        Executor loop = task -> context.runOnContext(v -> task.run());
        return vertx.executeBlocking(() -> TallyCluster.start(config, definition, loop))
                .compose(cluster -> {
                    Tally tally =
                            new Tally(vertx, loop, cluster, config, definition, ledger, decoder);
                    return tally.firstFold().map(tally).recover(cause -> tally.close()
                            .transform(closed -> Future.failedFuture(cause)));
                });
    }

    /// Takes entries just committed, in ledger order, so those of a contest one call after the
    /// other. Returns at once; what cannot be merged now is brought by the comparison with the
    /// ledger.
    public void merge(List<Committed> committed) {
        Map<Integer, List<Counted>> byContest = new LinkedHashMap<>();
        for (Committed entry : committed) {
            byContest
                    .computeIfAbsent(entry.entry().contest().contest(), c -> new ArrayList<>())
                    .add(EntryDecoder.counted(entry));
        }
        merge(byContest);
    }

    void merge(int contest, List<Counted> entries) {
        merge(Map.of(contest, entries));
    }

    void merge(Map<Integer, List<Counted>> entries) {
        lanes.offer(entries);
    }

    /// The totals of a contest now. They may go back for a moment after members were lost
    /// together with their backups; whoever shows them keeps the higher `contestSeq`.
    ///
    /// Calls are grouped: those that come before the tally's event loop has time go together.
    public Future<Totals> totals(int contest) {
        return questions
                .ask(contest)
                .map(totals -> totals.orElseGet(() -> empty(contest).totals()));
    }

    /// Every branch of a contest with its latest revision. Costs about 60 bytes a branch.
    public Future<BranchStates> branches(int contest) {
        return cluster.branches(contest)
                .map(states -> states.orElseGet(() -> empty(contest).branchStates()));
    }

    /// SHA-256 over the tally of a contest, the same as [ContestTally#digest] of its fold.
    public Future<Digest> digest(int contest) {
        return cluster.digest(contest)
                .map(digest -> digest.orElseGet(() -> empty(contest).digest()));
    }

    /// The listener hears the number of each contest whose totals moved, whichever member
    /// moved them, and at first of every contest that has entries. It must not block.
    public void onChange(Moved listener) {
        loop.execute(() -> changes.listen(listener));
    }

    /// Entries offered to [#merge] that are not in the totals yet.
    public int waiting() {
        return lanes.waiting();
    }

    /// Members of the cluster that this node sees, itself included.
    public int members() {
        return cluster.members();
    }

    /// Contests that wait to be brought up with the ledger.
    public int behind() {
        return catchUp.behind();
    }

    /// Entries merged from the ledger, at start or by a later comparison.
    public long caughtUp() {
        return catchUp.brought();
    }

    /// Comparisons with the ledger, and tries to bring a contest up, that failed.
    public long catchUpFailures() {
        return catchUp.failures();
    }

    /// Entries of all contests that are in the totals, as last seen from here.
    public long folded() {
        return changes.folded();
    }

    /// Hands the tallies over to the other members and leaves.
    public Future<Void> close() {
        loop.execute(lanes::close);
        loop.execute(catchUp::close);
        loop.execute(changes::close);
        return vertx.executeBlocking(() -> {
                    cluster.close();
                    return true;
                })
                .mapEmpty();
    }

    TallyCluster cluster() {
        return cluster;
    }

    private CatchUp catchUp() {
        return catchUp;
    }

    private Future<Void> firstFold() {
        Promise<Void> done = Promise.promise();
        loop.execute(() -> catchUp.start().onComplete(done));
        return done.future();
    }

    private ContestTally empty(int contest) {
        return empty.computeIfAbsent(contest, c -> ContestTally.of(definition, c));
    }
}
