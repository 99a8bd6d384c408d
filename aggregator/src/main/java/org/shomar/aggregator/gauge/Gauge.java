package org.shomar.aggregator.gauge;

/// Every metric of our own, by its Prometheus name, in the order of the flow. Timers are
/// histograms in seconds. None has a label for a branch or a contest.
public enum Gauge {
    BUILD("shomar_build", "always 1; what runs: `version`, `java`, its JVM's `flags` (`-X…`)"),
    ELECTION("shomar_election", "always 1; what is counted: `election`, `phase`"),
    READY(
            "shomar_ready",
            "1 once all that the ledger held at start is in the totals; 0 before, and when a fault"
                    + " stopped the ledger"),
    CERTIFICATE(
            "shomar_certificate_left_seconds",
            "until the certificate that branches are shown runs out; below 0 it has"),
    DISK_FREE("shomar_disk_free_bytes", "free space where the data folder is"),
    DISK_SIZE("shomar_disk_size_bytes", "size of the disk where the data folder is"),

    INGRESS("shomar_ingress_seconds", "from the first byte of a message to the last", Buckets.WAY),
    VERIFY("shomar_verify_seconds", "decoding, signature and rules of one message", Buckets.WORK),
    COMMIT(
            "shomar_ledger_commit_seconds",
            "from a verdict to the ledger's decision, waiting for the batch included: durable, known"
                    + " or in conflict",
            Buckets.STEP),
    LOOKUP(
            "shomar_database_lookup_seconds",
            "first round trip of a transaction: the lock on the head and what is known; 0 when a"
                    + " batch of new packets needs none",
            Buckets.STEP),
    WRITE(
            "shomar_database_write_seconds",
            "what is new and COMMIT, so the disk; of a batch of new packets the only round trip",
            Buckets.STEP),
    PROOF("shomar_proof_seconds", "from durable to a signed receipt", Buckets.STEP),
    MERGE("shomar_tally_merge_seconds", "from durable to counted", Buckets.STEP),
    SHOW(
            "shomar_feed_show_seconds",
            "from durable to handed to all readers by their event loops",
            Buckets.WAY),

    INTENDED_STORED(
            "shomar_intended_stored_seconds",
            "from the intended send of a packet (X-Request-Start), or else its first byte, to durable;"
                    + " repeats included",
            Buckets.WAY),
    INTENDED_COUNTED(
            "shomar_intended_counted_seconds",
            "from the intended send of a packet, or else its first byte, to counted",
            Buckets.WAY),
    INTENDED_SHOWN(
            "shomar_intended_shown_seconds",
            "from the intended send of a packet, or else its first byte, to handed to all readers by"
                    + " their event loops",
            Buckets.WAY),

    STORED("shomar_packets_stored_total", "packets stored for the first time"),
    REPEATED("shomar_packets_repeated_total", "packets that were stored before"),
    HELD("shomar_packets_held_total", "packets stored and held by a rule"),
    FINDINGS("shomar_findings_total", "rules that applied to packets stored, by `code`"),
    REFUSED(
            "shomar_packets_refused_total",
            "messages refused, by `code` of the problem; a batch refused for overload before it"
                    + " was read counts one for each 450 bytes of its length"),
    INGRESS_CONNECTIONS("shomar_ingress_connections", "open connections of branches"),
    INGRESS_BATCH_BYTES("shomar_ingress_batch_bytes", "bytes of batches let in and not answered"),

    LEDGER_WAITING("shomar_ledger_waiting_entries", "entries that wait for a commit"),
    LEDGER_WAITING_MAX("shomar_ledger_waiting_entries_max", "how many may wait"),
    LEDGER_BATCH("shomar_ledger_batch_entries", "entries in one commit", Buckets.ENTRIES),
    LEDGER_HEAD("shomar_ledger_head", "the last sequence number in the ledger"),
    LOG_SIGNED("shomar_log_signed_entries", "entries under the newest signed checkpoint"),
    WITNESSES("shomar_witnesses", "witnesses that are asked to cosign"),
    WITNESSES_LATE("shomar_witnesses_late", "witnesses that are not waited for"),
    WITNESSES_FORKED("shomar_witnesses_forked", "witnesses that saw a larger or another log"),
    BUNDLE_BYTES("shomar_feed_bundle_bytes", "bytes of entry bundles kept"),
    BUNDLES_PENDING("shomar_feed_bundles_pending", "entry bundles that are read or wait for it"),
    DATABASE_CONNECTED("shomar_database_connected", "1 while the ledger can commit, else 0"),
    DATABASE_BYTES("shomar_database_bytes", "size of the database"),
    DATABASE_CONNECTIONS("shomar_database_connections", "connections to the database, anybody's"),
    DATABASE_CONNECTIONS_MAX("shomar_database_connections_max", "how many it takes"),
    DATABASE_READS("shomar_database_reads_pending", "reads that run or wait for a connection"),
    DATABASE_POOL("shomar_database_pool_connections", "connections open for reading, at most 4"),

    TALLY_WAITING("shomar_tally_waiting_entries", "entries handed over and not yet merged"),
    TALLY_LAG(
            "shomar_tally_lag_seconds",
            "age of the oldest entry stored here and not counted; 0: none"),
    CAUGHT_UP(
            "shomar_tally_caught_up_entries_total",
            "entries merged because the tally was compared with the ledger, at start or later"),
    BEHIND("shomar_tally_behind_contests", "contests that wait to be brought up with the ledger"),
    CATCH_UP_FAILURES(
            "shomar_tally_catch_up_failures_total",
            "comparisons with the ledger, and tries to bring a contest up, that failed"),
    CLUSTER_MEMBERS("shomar_cluster_members", "members of the cluster that this node sees"),

    FEED_LAG(
            "shomar_feed_lag_seconds",
            "age of the oldest entry stored here and not handed to all readers; 0: none"),
    FEED_LAG_SUM(
            "shomar_feed_lag_sum_seconds",
            "the same age, summed over the contests in which an entry waits"),
    FEED_LAG_CONTESTS("shomar_feed_lag_contests", "contests in which an entry waits to be shown"),
    FEED_HEAD("shomar_feed_head", "the highest sequence number shown since the start"),
    READS_PENDING("shomar_feed_reads_pending", "contests that wait for their totals to be read"),
    PUBLISHED_AGE(
            "shomar_feed_published_age_seconds", "since new totals were handed to all readers"),
    HEARTBEAT_AGE("shomar_feed_heartbeat_age_seconds", "since readers were due a heartbeat"),
    ANSWER(
            "shomar_feed_answer_seconds",
            "from a reader's request over HTTP to the last byte of its answer handed to the"
                    + " connection, by `kind` and `outcome`",
            Buckets.ANSWER),
    READERS("shomar_feed_readers", "open WebSockets"),
    PUBLIC_CONNECTIONS("shomar_feed_connections", "open HTTP connections of readers"),
    TOPICS("shomar_feed_topics", "topics that somebody follows"),
    FRAMES("shomar_feed_frames_total", "frames written to readers"),
    CACHE_BYTES("shomar_feed_cache_bytes", "bytes of encoded results kept"),
    BRANCHES_BYTES("shomar_feed_branches_bytes", "bytes of encoded lists of branches kept"),
    CONNECTIONS_REFUSED(
            "shomar_feed_connections_refused_total",
            "HTTP connections of readers over their bound: answered 503, or closed at once"),
    READERS_REFUSED("shomar_feed_readers_refused_total", "WebSockets over their bound: 1013"),
    READERS_SLOW("shomar_feed_readers_slow_total", "readers closed because they could not keep up"),

    LOOP_LATE("shomar_loop_late_seconds", "how late a timer came on an event loop", Buckets.LATE),
    LOOP_SILENT(
            "shomar_loop_silent_seconds",
            "how long the event loop that is stuck longest has been; 0: none");

    private final String metric;
    private final String meaning;
    private final Buckets buckets;

    Gauge(String metric, String meaning) {
        this(metric, meaning, Buckets.NONE);
    }

    Gauge(String metric, String meaning, Buckets buckets) {
        this.metric = metric;
        this.meaning = meaning;
        this.buckets = buckets;
    }

    /// Its name in `/metrics`.
    public String metric() {
        return metric;
    }

    /// What it measures, in one line.
    public String meaning() {
        return meaning;
    }

    Buckets buckets() {
        return buckets;
    }
}
