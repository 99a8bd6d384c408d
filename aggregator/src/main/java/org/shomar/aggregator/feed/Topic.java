package org.shomar.aggregator.feed;

/// What a reader can follow.
///
/// @param name    as in messages: `election`, `contest/7`, `contest/7/area/IR-08`
/// @param contest index of the contest in the definition, -1 for `election`
/// @param place   area place in the contest's electorate, -1 for `election`
record Topic(String name, int contest, int place) {
    static final Topic ELECTION = new Topic("election", -1, -1);

    boolean isElection() {
        return contest < 0;
    }
}
