package org.shomar.aggregator.witness;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.TreeAt;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The witnesses of one log, as its server asks them.
///
/// A round takes one signed checkpoint to all of them at once and waits at most
/// `witnessMillisMax` for those that are not late. Who is late is asked on, with rests after
/// failures, and is waited for again once it answers in time.
public final class Witnesses {
    private final Context context;
    private final List<Peer> peers;
    private boolean inRound;
    private long ownSizeMax;

    /// What the witnesses hold of a log.
    ///
    /// @param size     of the largest checkpoint that any of them cosigned; 0 for none
    /// @param answered how many told
    /// @param forked   whether one holds another log than this, or a larger one
    public record Seen(long size, int answered, boolean forked) {}

    private Witnesses(Context context, List<Peer> peers) {
        this.context = context;
        this.peers = peers;
    }

    /// @param addresses at most 32, each key once; none is a round that is over at once
    /// @throws IllegalArgumentException when they are more, or one is there twice
    public static Witnesses of(Vertx vertx, List<WitnessAddress> addresses, WitnessConfig config) {
        return of(vertx, addresses, config, InstantSource.system());
    }

    static Witnesses of(
            Vertx vertx,
            List<WitnessAddress> addresses,
            WitnessConfig config,
            InstantSource clock) {
        if (addresses.size() > WitnessConfig.WITNESSES_MAX) {
            throw new IllegalArgumentException("a log has at most " + WitnessConfig.WITNESSES_MAX
                    + " witnesses, not " + addresses.size());
        }
        Set<String> keys = new HashSet<>();
        List<Peer> peers = new ArrayList<>();
        for (WitnessAddress address : addresses) {
            if (!keys.add(address.key().toString())) {
                throw new IllegalArgumentException(
                        "the witness " + address.key() + " is given twice");
            }
            peers.add(new Peer(vertx, address, config, clock));
        }
        return new Witnesses(vertx.getOrCreateContext(), List.copyOf(peers));
    }

    /// One round: the same note, with the cosignatures that came in time. Rounds do not
    /// overlap.
    ///
    /// - **Success** comes after `witnessMillisMax` at the latest, whatever witnesses do.
    /// - [IllegalStateException] means that the last round is not over.
    /// - [IllegalArgumentException] means that the note is no checkpoint of the tree.
    ///
    /// @param signed by the log, the newest checkpoint that there is
    /// @param tree   of the checkpoint, to prove from
    public Future<Note> cosign(Note signed, TreeAt tree) {
        return onContext(() -> {
            if (inRound) {
                return Future.failedFuture(new IllegalStateException("a round is under way"));
            }
            Proposal proposal = propose(signed, tree);
            inRound = true;
            List<Peer.Asked> asked =
                    peers.stream().map(peer -> peer.ask(proposal)).toList();
            return Future.join(asked.stream().map(Peer.Asked::over).toList()).map(waited -> {
                inRound = false;
                return signed.with(cosignatures(asked));
            });
        });
    }

    private static List<NoteSignature> cosignatures(List<Peer.Asked> asked) {
        return asked.stream()
                .map(Peer.Asked::answer)
                .filter(Future::succeeded)
                .flatMap(answer -> answer.result().stream())
                .toList();
    }

    /// What the witnesses hold of this log: should it be more than the log has, the log runs
    /// on an older database. To be asked at the start, before the first round.
    ///
    /// Comes after `askMillisMax` at the latest. A witness that does not hold this checkpoint
    /// is not made to.
    ///
    /// @param signed the newest checkpoint of the log as it is at the start
    public Future<Seen> seen(Note signed, TreeAt tree) {
        return onContext(() -> {
            Proposal proposal = propose(signed, tree);
            List<Future<Optional<Long>>> looks =
                    peers.stream().map(peer -> peer.look(proposal)).toList();
            return Future.join(looks).map(looked -> {
                List<Long> sizes =
                        looks.stream().flatMap(look -> look.result().stream()).toList();
                long size = sizes.stream().mapToLong(Long::longValue).max().orElse(0);
                boolean forked = states().stream()
                        .anyMatch(state -> state.standing() == WitnessState.Standing.FORKED);
                return new Seen(size, sizes.size(), forked);
            });
        });
    }

    private Proposal propose(Note signed, TreeAt tree) {
        Proposal proposal = Proposal.of(signed, tree, ownSizeMax);
        ownSizeMax = proposal.ownSizeMax();
        return proposal;
    }

    /// What is known of each, in the order in which they were given. From any thread.
    public List<WitnessState> states() {
        return peers.stream().map(Peer::state).toList();
    }

    /// Ends the connections. A round that is under way ends in its time.
    public Future<Void> close() {
        return onContext(() -> Future.join(peers.stream().map(Peer::close).toList()))
                .mapEmpty();
    }

    /// Runs a step on the one event loop; an exception in it is a failure.
    private <T> Future<T> onContext(Step<T> step) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> {
            Future<T> taken;
            try {
                taken = step.take();
            } catch (RuntimeException e) {
                taken = Future.failedFuture(e);
            }
            taken.onComplete(promise);
        });
        return promise.future();
    }

    @FunctionalInterface
    private interface Step<T> {
        Future<T> take();
    }
}
