package org.shomar.aggregator.ledger;

import java.util.List;

/// The SQL of a commit. Every lookup asks a unique index once for each thing asked, whatever
/// the planner believes of the tables' sizes: LIMIT keeps a lateral subquery from becoming a
/// join whose sides may be swapped, and [Database] leaves no other way to the rows.
final class Statements {
    /// Refused packets kept for each branch in a contest, so that a loop cannot fill the disk.
    static final int EVIDENCE_PER_BRANCH_MAX = 16;

    static final String LOCK_HEAD = "SELECT seq FROM ledger_head FOR UPDATE";

    /// What stands under the revisions that packets claim. A packet's id covers its
    /// contest, branch and revision, so if it is stored at all, it is stored there.
    static final String STORED = """
            SELECT e.packet_id, e.state, e.seq, e.contest_seq, e.findings, e.log_size
            FROM unnest($1::int[], $2::int[], $3::int[]) AS asked (contest, branch, revision)
            CROSS JOIN LATERAL (
              SELECT packet_id, state, seq, contest_seq, findings, log_size FROM entry
              WHERE contest = asked.contest AND branch = asked.branch
                AND revision = asked.revision LIMIT 1) e""";

    /// Moves the head from `$12` to `$11`, then adds entries, all or nothing. Ends the
    /// transaction when the head is elsewhere, as the trigger lets it go back for nobody;
    /// that comes first, because the entries are selected from the head that was moved.
    /// Arrays of one length; as columns of the SELECT they cost less than as a table in FROM.
    static final String ADD = """
            WITH moved AS (
              UPDATE ledger_head
              SET seq = CASE WHEN seq = $12::bigint THEN $11::bigint ELSE 0 END
              RETURNING seq)
            INSERT INTO entry (seq, contest_seq, contest, branch, revision, kind, state,
                               packet_id, leaf_hash, log_size, findings, message)
            SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::int[]),
                   unnest($4::int[]), unnest($5::int[]), 2, unnest($6::smallint[]),
                   unnest($7::bytea[]), unnest($8::bytea[]), moved.seq, unnest($9::text[]),
                   unnest($10::bytea[])
            FROM moved""";

    /// Entries that one answer may bring: 700 kB, in arrays that the collector can move.
    static final int FOLLOWED_MAX = 8_192;

    /// The entries after one, as the columns of [Heads.Following].
    static final String FOLLOW = """
            SELECT string_agg(leaf_hash, ''::bytea ORDER BY seq),
                   string_agg(packet_id, ''::bytea ORDER BY seq),
                   string_agg(int4send(contest) || int4send(branch) || int4send(revision)
                              || int8send(contest_seq), ''::bytea ORDER BY seq)
            FROM (
              SELECT seq, leaf_hash, packet_id, contest, branch, revision, contest_seq
              FROM entry WHERE seq > $1 ORDER BY seq LIMIT %d) next""".formatted(FOLLOWED_MAX);

    static final String KEEP_EVIDENCE = """
            INSERT INTO evidence (packet_id, contest, branch, revision, reason, message)
            SELECT packet_id, contest, branch, revision, 'revision-conflict', message
            FROM (
              SELECT refused.*, row_number() OVER (PARTITION BY contest, branch) + (
                SELECT count(*) FROM evidence e
                WHERE e.contest = refused.contest AND e.branch = refused.branch) AS number
              FROM unnest($1::bytea[], $2::int[], $3::int[], $4::int[], $5::bytea[])
                AS refused (packet_id, contest, branch, revision, message)) counted
            WHERE number <= %d
            ON CONFLICT (packet_id) DO NOTHING""".formatted(EVIDENCE_PER_BRANCH_MAX);

    static final List<String> ALL = List.of(LOCK_HEAD, STORED, FOLLOW, ADD, KEEP_EVIDENCE);

    private Statements() {}
}
