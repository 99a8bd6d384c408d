package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// The one order of everything, durable.
public final class Ledger {
    private final Vertx vertx;
    private final GroupCommit commits;
    private final Reads reads;

    /// What it can do now.
    public enum State {
        /// There is a connection to commit on.
        CONNECTED,
        /// There is none; it is looked for until there is one.
        DATABASE_AWAY,
        /// A fault of this process stopped it for ever: what is appended is answered as not
        /// stored until the node is started again. Reading goes on, but no packet is found
        /// by its id.
        STOPPED
    }

    private Ledger(Vertx vertx, GroupCommit commits, Reads reads) {
        this.vertx = vertx;
        this.commits = commits;
        this.reads = reads;
    }

    /// Connects, refuses a database that may forget, migrates the schema under a lock, and
    /// writes or compares entry 1. Fails with [LedgerRefusedException] when something must
    /// be put right first.
    ///
    /// @param databaseUrl `postgresql://user:password@host:port/database`
    /// @param leaves      has every entry when this succeeds, and hears of each from then on;
    ///                    of those of other nodes within a second
    public static Future<Ledger> open(
            Vertx vertx,
            String databaseUrl,
            LedgerConfig config,
            Definition definition,
            Leaves leaves) {
        byte[] statement = PacketCodec.definitionStatement(
                definition.election(), definition.hash(), definition.phase());
        return open(vertx, databaseUrl, config, statement, leaves);
    }

    /// @param statement entry 1, byte for byte
    static Future<Ledger> open(
            Vertx vertx, String databaseUrl, LedgerConfig config, byte[] statement, Leaves leaves) {
        Database database;
        try {
            database = Database.at(databaseUrl);
        } catch (LedgerRefusedException malformed) {
            return Future.failedFuture(malformed);
        }
        GroupCommit commits =
                new GroupCommit(config, database, leaves, System::nanoTime, new SplittableRandom());
        return prepare(vertx, database, statement, leaves.logKey())
                .compose(prepared -> vertx.deployVerticle(commits))
                .map(deployed -> new Ledger(vertx, commits, new Reads(vertx, database)));
    }

    /// All under the migrations' lock, which goes with the owner's connection.
    private static Future<Void> prepare(
            Vertx vertx, Database database, byte[] statement, String logKey) {
        return database.connectAsOwner(vertx)
                .compose(owner -> new Migrations(owner, Migrations.shipped())
                        .apply()
                        .compose(migrated -> database.connectAsApp(vertx))
                        .compose(app -> Database.requireDurable(app)
                                .compose(durable -> new FirstEntry(app, statement).writeOrCompare())
                                .compose(sound -> LogKey.writeOrCompare(app, logKey))
                                .eventually(app::close))
                        .eventually(owner::close));
    }

    /// Stores one entry and answers with its place, on the ledger's event loop.
    ///
    /// Calls are grouped: what arrives while one commit runs shares the next, up to
    /// `entriesPerCommitMax`. The order of calls made from one thread is kept.
    ///
    /// - [Appended.Stored] means durable; it survives the loss of this process.
    /// - [Appended.Full] means nothing was stored.
    /// - [Appended.OutcomeUnknown] means just that.
    ///
    /// @param intendedNanos `System.nanoTime()` when it was meant to be sent; handed on to
    ///                      [Leaves#committed]
    public Future<Appended> append(Verdict.Storable entry, long intendedNanos) {
        return commits.append(new Offered(entry, intendedNanos));
    }

    /// As above, of an entry that came just now.
    public Future<Appended> append(Verdict.Storable entry) {
        return append(entry, System.nanoTime());
    }

    /// The entry of a packet id. Fails when the ledger is stopped: what other nodes stored
    /// since then is not known here, and may be much.
    public Future<Optional<Found>> find(Digest packet) {
        return commits.broken()
                ? Future.failedFuture("a stopped ledger does not follow the other nodes")
                : reads.find(packet, commits.candidates(packet));
    }

    /// The stored revisions of a branch in a contest, ascending, at most 65,535.
    public Future<List<Revision>> revisions(int contest, int branch) {
        return reads.revisions(contest, branch);
    }

    /// The last sequence number; 1 in a ledger that holds the definition statement only.
    public Future<Long> head() {
        return reads.head();
    }

    /// The last `contest_seq` of every contest that has entries, as far as this node knows:
    /// what others stored in the last `FOLLOW_MILLIS` may be missing. From memory; fails while
    /// the database is away.
    public Future<Map<Integer, Long>> contestHeads() {
        return commits.contestHeads();
    }

    /// Packets after a sequence number, in order, at most `limit`. Entry 1 is no packet.
    public Future<List<Entry>> entriesAfter(long seq, int limit) {
        return reads.entriesAfter(seq, limit);
    }

    /// Packets of a contest from a `contest_seq` on, in order, at most `limit`.
    public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        return reads.contestEntries(contest, fromContestSeq, limit);
    }

    /// The messages of entries from a sequence number on, in order, at most `count`; entry 1,
    /// the definition statement, included.
    public Future<List<byte[]>> messages(long fromSeq, int count) {
        return reads.messages(fromSeq, count);
    }

    /// Packets refused with a conflict and kept, at most 16 for a branch in a contest.
    public Future<Long> evidenceCount() {
        return reads.evidenceCount();
    }

    /// Entries that have no answer yet, at most `entriesWaitingMax`.
    public int waiting() {
        return commits.waiting();
    }

    /// Whether it can store anything, and if not, why.
    public State state() {
        if (commits.broken()) {
            return State.STOPPED;
        }
        return commits.connected() ? State.CONNECTED : State.DATABASE_AWAY;
    }

    /// Tells one listener of each transaction that wrote something.
    public void onRoundTrips(RoundTrips listener) {
        commits.onRoundTrips(listener);
    }

    /// How the database does; costs a query.
    public Future<Vitals> vitals() {
        return reads.vitals();
    }

    /// Reads that run or wait for one of the few connections.
    public int readsPending() {
        return reads.pending();
    }

    /// Connections open for reading.
    public int readConnections() {
        return reads.connections();
    }

    /// Commits what waits, then closes. What is appended from now on is answered as not
    /// stored.
    public Future<Void> close() {
        return vertx.undeploy(commits.deploymentID()).eventually(reads::close);
    }
}
