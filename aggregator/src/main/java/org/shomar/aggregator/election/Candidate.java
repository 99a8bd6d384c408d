package org.shomar.aggregator.election;

/// @param code unique in its contest
/// @param list number of the list that the candidate stands on, 0 for none
public record Candidate(int code, Text name, int list) {
    public static final int NO_LIST = 0;
}
