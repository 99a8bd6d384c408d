package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The one order of everything, durable.
public final class Ledger {
    private Ledger() {}

    /// Connects, refuses a database that may forget, migrates the schema under a lock, and writes
    /// or compares entry 1.
    ///
    /// @param databaseUrl `postgresql://user:password@host:port/database`
    /// @param onCommitted called on the ledger's event loop after each commit, before its answers,
    ///                    in ledger order
    public static Future<Ledger> open(
            Vertx vertx,
            String databaseUrl,
            LedgerConfig config,
            Definition definition,
            Consumer<List<Committed>> onCommitted) {
        throw new IllegalStateException("shell");
    }

    /// Stores one entry and answers with its place.
    ///
    /// Calls are grouped: what arrives while one commit runs shares the next, up to
    /// `entriesPerCommitMax`. The order
    /// of calls made from one thread is kept.
    ///
    /// - [Appended.Stored] means durable; it survives the loss of this process.
    /// - [Appended.Full] means nothing was stored.
    /// - [Appended.OutcomeUnknown] means just that.
    public Future<Appended> append(Verdict.Storable entry) {
        throw new IllegalStateException("shell");
    }

    /// The entry of a packet id.
    public Future<Optional<Entry>> find(Digest packet) {
        throw new IllegalStateException("shell");
    }

    /// The latest stored revision of a branch in a contest; 0 for none.
    public Future<Integer> latestRevision(int contest, int branch) {
        throw new IllegalStateException("shell");
    }

    /// The last sequence number; 1 in a ledger that holds the definition statement only.
    public Future<Long> head() {
        throw new IllegalStateException("shell");
    }

    /// The last `contest_seq` of every contest that has entries.
    public Future<Map<Integer, Long>> contestHeads() {
        throw new IllegalStateException("shell");
    }

    /// Packets after a sequence number, in order, at most `limit`.
    public Future<List<Entry>> entriesAfter(long seq, int limit) {
        throw new IllegalStateException("shell");
    }

    /// Packets of a contest from a `contest_seq` on, in order, at most `limit`.
    public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        throw new IllegalStateException("shell");
    }

    /// Entries that wait for a commit now.
    public int waiting() {
        throw new IllegalStateException("shell");
    }

    /// Commits what waits, then closes.
    public Future<Void> close() {
        throw new IllegalStateException("shell");
    }
}
