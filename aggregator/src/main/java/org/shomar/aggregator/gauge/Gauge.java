package org.shomar.aggregator.gauge;

/// Every metric, by its Prometheus name. Timers are histograms in seconds.
public enum Gauge {
    INGRESS("shomar_ingress_seconds", "from the first byte read to a whole message"),
    VERIFY("shomar_verify_seconds", "decoding, signature and rules of one message"),
    COMMIT(
            "shomar_ledger_commit_seconds",
            "from a verdict to durable, waiting for the batch included"),
    MERGE("shomar_tally_merge_seconds", "from durable to counted"),
    SHOW("shomar_feed_show_seconds", "from durable to published to the readers"),

    STORED("shomar_packets_stored_total", "packets stored for the first time"),
    REPEATED("shomar_packets_repeated_total", "packets that were stored before"),
    HELD("shomar_packets_held_total", "packets stored and held by a rule"),
    REFUSED("shomar_packets_refused_total", "messages refused, by the code of the problem"),

    LEDGER_WAITING("shomar_ledger_waiting_entries", "entries that wait for a commit"),
    LEDGER_BATCH("shomar_ledger_batch_entries", "entries in one commit"),
    TALLY_WAITING("shomar_tally_waiting_entries", "entries stored and not yet merged"),
    INGRESS_CONNECTIONS("shomar_ingress_connections", "open connections of branches"),
    READERS("shomar_feed_readers", "open WebSockets"),
    PUBLIC_CONNECTIONS("shomar_feed_connections", "open HTTP connections of readers"),
    READS_PENDING("shomar_feed_reads_pending", "contests that wait for their totals to be read"),
    CACHE_BYTES("shomar_feed_cache_bytes", "bytes of encoded results kept"),
    READERS_SLOW("shomar_feed_readers_slow_total", "readers closed because they could not keep up");

    private final String metric;
    private final String meaning;

    Gauge(String metric, String meaning) {
        this.metric = metric;
        this.meaning = meaning;
    }

    /// Its name in `/metrics`.
    public String metric() {
        return metric;
    }

    /// What it measures, in one line.
    public String meaning() {
        return meaning;
    }
}
