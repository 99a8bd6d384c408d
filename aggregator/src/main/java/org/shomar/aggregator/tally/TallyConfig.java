package org.shomar.aggregator.tally;

import java.util.List;

/// How this node joins the others.
///
/// @param bindAddress    the only address that the member listens on
/// @param port           1..65,535; alone, the first free port from here on is taken
/// @param members        `host:port` of every member of the cluster, this one too; empty: this node
///                       is alone
/// @param backups        copies of each tally in other members, 0..2
/// @param catchUpMillis  between two comparisons with the ledger, 10..60,000
public record TallyConfig(
        String bindAddress, int port, List<String> members, int backups, int catchUpMillis) {
    private static final int PORT_MAX = 65_535;
    private static final int BACKUPS_MAX = 2;
    private static final int CATCH_UP_MILLIS_MIN = 10;
    private static final int CATCH_UP_MILLIS_MAX = 60_000;

    /// One node, seen by its own machine only.
    public static final TallyConfig ALONE = new TallyConfig("127.0.0.1", 5701, List.of(), 1, 1_000);

    /// @throws IllegalArgumentException says which value is out of its range
    public TallyConfig {
        members = List.copyOf(members);
        if (bindAddress.isBlank()) {
            throw new IllegalArgumentException("bindAddress is empty; try 127.0.0.1");
        }
        range("port", port, 1, PORT_MAX);
        range("backups", backups, 0, BACKUPS_MAX);
        range("catchUpMillis", catchUpMillis, CATCH_UP_MILLIS_MIN, CATCH_UP_MILLIS_MAX);
        for (String member : members) {
            if (!member.matches("\\S+:\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "members has \"" + member + "\"; a member is host:port");
            }
        }
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not " + min + ".." + max);
        }
    }
}
