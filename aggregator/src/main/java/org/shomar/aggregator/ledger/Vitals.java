package org.shomar.aggregator.ledger;

/// How the database does.
///
/// @param head           the last sequence number in the ledger
/// @param bytes          size of the database on its disk
/// @param connections    to this database, whoever has them
/// @param connectionsMax how many PostgreSQL takes
public record Vitals(long head, long bytes, int connections, int connectionsMax) {}
