package org.shomar.aggregator.tally;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Fixture;
import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Tallies of one cluster in this JVM, on free ports of the loopback address.
final class Members implements AutoCloseable {
    private static final int CATCH_UP_MILLIS = 50;
    private static final int WAIT_SECONDS_MAX = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Definition definition;
    private final MemoryLedger ledger;
    private final List<Tally> tallies = new ArrayList<>();

    private Members(Definition definition, MemoryLedger ledger) {
        this.definition = definition;
        this.ledger = ledger;
    }

    static Members start(int count, Definition definition, MemoryLedger ledger) throws IOException {
        Members members = new Members(definition, ledger);
        List<Integer> ports = freePorts(count);
        List<String> addresses = count == 1
                ? List.of()
                : ports.stream().map(port -> "127.0.0.1:" + port).toList();
        for (int port : ports) {
            TallyConfig config = new TallyConfig("127.0.0.1", port, addresses, 1, CATCH_UP_MILLIS);
            members.tallies.add(
                    await(Tally.start(members.vertx, config, definition, ledger, ledger::decode)));
        }
        return members;
    }

    Tally get(int member) {
        return tallies.get(member);
    }

    Vertx vertx() {
        return vertx;
    }

    /// Takes a member out of the list, for the test to end it.
    Tally remove(int member) {
        return tallies.remove(member);
    }

    /// Ends a member without a word, as a crash does.
    static void kill(Tally tally) {
        tally.cluster().member().getLifecycleService().terminate();
    }

    /// Waits until every tally has its backup in another member.
    void awaitBackups() {
        for (Tally tally : tallies) {
            var partitions = tally.cluster().member().getPartitionService();
            if (!partitions.forceLocalMemberToBeSafe(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("no backups after " + WAIT_SECONDS_MAX + " s");
            }
        }
    }

    /// Waits until every contest has the digest of the pure fold, as each member sees it.
    void awaitFold(List<Fixture.Stored> stored) {
        for (Tally tally : tallies) {
            for (int contest = 1; contest <= definition.contests().size(); contest++) {
                Digest expected = Fixture.fold(definition, contest, stored).digest();
                awaitDigest(tally, contest, expected);
            }
        }
    }

    /// Runs in steps of the event loop until the digests agree or the time is over.
    private void awaitDigest(Tally tally, int contest, Digest expected) {
        CountDownLatch agreed = new CountDownLatch(1);
        look(tally, contest, expected, agreed);
        try {
            if (!agreed.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("contest " + contest + " has not become the fold of "
                        + "the ledger: " + await(tally.totals(contest)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void look(Tally tally, int contest, Digest expected, CountDownLatch agreed) {
        tally.digest(contest).onComplete(answer -> {
            if (answer.succeeded() && answer.result().equals(expected)) {
                agreed.countDown();
            } else if (agreed.getCount() > 0) {
                vertx.setTimer(5, timer -> look(tally, contest, expected, agreed));
            }
        });
    }

    /// Waits until no member has an entry that was offered and is not in the totals: a member
    /// hears of what it merged a moment after the totals have it.
    void awaitNoneWaiting() {
        for (Tally tally : tallies) {
            Promise<Void> none = Promise.promise();
            lookForWaiting(tally, none);
            await(none.future());
        }
    }

    private void lookForWaiting(Tally tally, Promise<Void> none) {
        if (tally.waiting() == 0) {
            none.complete();
        } else {
            vertx.setTimer(5, timer -> lookForWaiting(tally, none));
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    MemoryLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        tallies.forEach(Members::kill);
        await(vertx.close());
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return IntStream.range(0, count)
                    .map(i -> sockets.get(i).getLocalPort())
                    .boxed()
                    .toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
