package org.shomar.aggregator.tally;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import com.hazelcast.topic.ITopic;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.packet.Digest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// This node's member of the cluster that holds the tallies. Nothing here blocks but
/// [#start] and [#close]; futures complete on the given executor.
final class TallyCluster {
    private final HazelcastInstance member;
    private final IMap<Integer, ContestTally> tallies;
    private final ITopic<long[]> changes;
    private final PartitionService partitions;
    private final Definition definition;
    private final Executor executor;

    private TallyCluster(HazelcastInstance member, Definition definition, Executor executor) {
        this.member = member;
        this.tallies = member.getMap(MemberConfig.TALLIES);
        this.changes = member.getTopic(MemberConfig.CHANGES);
        this.partitions = member.getPartitionService();
        this.definition = definition;
        this.executor = executor;
    }

    /// Blocks for some seconds.
    static TallyCluster start(TallyConfig config, Definition definition, Executor executor) {
        return new TallyCluster(
                Hazelcast.newHazelcastInstance(MemberConfig.of(config, definition)),
                definition,
                executor);
    }

    /// Offers a run to the tally of a contest. Success means that its backup has it too.
    Future<Merged> merge(int contest, List<Counted> run) {
        MergeRuns merge = new MergeRuns(definition, Map.of(contest, run));
        return future(() -> tallies.submitToKey(contest, merge))
                .map(number -> MergeRuns.answer(number.orElseThrow()));
    }

    /// Offers a run to each of some contests. Fails as a whole; any of the runs may be merged
    /// then.
    Future<Map<Integer, Merged>> merge(Map<Integer, List<Counted>> runs) {
        return together(runs.keySet(), new MergeRuns(definition, runs)).map(numbers -> {
            Map<Integer, Merged> merged = HashMap.newHashMap(runs.size());
            numbers.forEach((contest, number) -> merged.put(contest, MergeRuns.answer(number)));
            return merged;
        });
    }

    /// Empty for a contest without entries.
    Future<Optional<Totals>> totals(int contest) {
        return read(contest, ReadTally.Question.TOTALS, Totals.class);
    }

    /// The totals of those of some contests that have entries; fails as a whole.
    Future<Map<Integer, Totals>> totals(Set<Integer> contests) {
        return together(contests, new ReadTally(ReadTally.Question.TOTALS)).map(answer -> {
            Map<Integer, Totals> totals = HashMap.newHashMap(contests.size());
            answer.forEach((contest, read) -> {
                if (read instanceof Totals of) {
                    totals.put(contest, of);
                }
            });
            return totals;
        });
    }

    /// Empty for a contest without entries.
    Future<Optional<BranchStates>> branches(int contest) {
        return read(contest, ReadTally.Question.BRANCHES, BranchStates.class);
    }

    /// Empty for a contest without entries.
    Future<Optional<Digest>> digest(int contest) {
        return read(contest, ReadTally.Question.DIGEST, byte[].class)
                .map(bytes -> bytes.map(Digest::of));
    }

    /// The last applied `contest_seq` of each of these contests, 0 for none.
    Future<Map<Integer, Long>> heads(Set<Integer> contests) {
        return together(contests, new ReadTally(ReadTally.Question.HEAD)).map(answer -> {
            Map<Integer, Long> heads = new HashMap<>();
            contests.forEach(contest -> heads.put(contest, 0L));
            answer.forEach((contest, head) -> {
                if (head instanceof Long last) {
                    heads.put(contest, last);
                }
            });
            return heads;
        });
    }

    /// Whether this member is the one to keep the contest's tally up with the ledger.
    boolean owns(int contest) {
        var owner = partitions.getPartition(contest).getOwner();
        return owner == null || owner.localMember();
    }

    /// The member that keeps the contest's tally; null while nobody does.
    @Nullable
    UUID owner(int contest) {
        var owner = partitions.getPartition(contest).getOwner();
        return owner == null ? null : owner.getUuid();
    }

    boolean alone() {
        return members() == 1;
    }

    /// How many members this one sees, itself included.
    int members() {
        return member.getCluster().getMembers().size();
    }

    /// Tells the other members something; it may get lost.
    void announce(long[] message) {
        changes.publishAsync(message);
    }

    /// Takes what other members announce, on a thread of Hazelcast.
    void onAnnounced(Consumer<long[]> listener) {
        changes.addMessageListener(message -> {
            if (!message.getPublishingMember().localMember()) {
                listener.accept(message.getMessageObject());
            }
        });
    }

    /// Hands the tallies over to the others, then leaves. Blocks.
    void close() {
        member.shutdown();
    }

    HazelcastInstance member() {
        return member;
    }

    private <T> Future<Optional<T>> read(
            int contest, ReadTally.Question question, Class<T> answerType) {
        return future(() -> tallies.submitToKey(contest, new ReadTally(question)))
                .map(answer -> answer.map(answerType::cast));
    }

    /// Runs a task on the tallies of some contests: an operation for each partition instead of
    /// one for each contest. A single one, as most are while little comes, has an operation of
    /// its own, which takes Hazelcast far fewer steps.
    ///
    /// @return answers; a contest may have none where the task has none
    private <T> Future<Map<Integer, T>> together(
            Set<Integer> contests, EntryProcessor<Integer, ContestTally, T> task) {
        if (contests.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        if (contests.size() > 1) {
            return future(() -> tallies.submitToKeys(contests, task)).map(Optional::orElseThrow);
        }
        int contest = contests.iterator().next();
        return future(() -> tallies.submitToKey(contest, task))
                .map(answer -> answer.map(of -> Map.of(contest, of)).orElse(Map.of()));
    }

    /// A member that is leaving throws at once; that is a failed future too.
    private <T> Future<Optional<T>> future(Supplier<CompletionStage<@Nullable T>> call) {
        Promise<Optional<T>> promise = Promise.promise();
        try {
            call.get()
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                if (failure == null) {
                                    promise.complete(Optional.ofNullable(answer));
                                } else {
                                    promise.fail(failure);
                                }
                            },
                            executor);
        } catch (RuntimeException e) {
            promise.fail(e);
        }
        return promise.future();
    }
}
