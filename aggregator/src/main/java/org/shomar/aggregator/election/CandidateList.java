package org.shomar.aggregator.election;

/// @param list number, unique in its contest
public record CandidateList(int list, Text name) {}
