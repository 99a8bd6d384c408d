package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One question to the voters, with its candidates in the order of every packet's votes.
///
/// @param index      place in the definition, from 0
/// @param contest    its public number
/// @param area       index of the area whose voters take part
/// @param method     how totals become seats
/// @param threshold  a fraction of valid votes such as `1/5`, for the methods that have one
/// @param maxChoices names that a ballot may carry
/// @param signers    signatures that a packet needs
public record Contest(
        int index,
        int contest,
        ContestKind kind,
        int area,
        Text name,
        String method,
        @Nullable String threshold,
        int seats,
        int alternates,
        int maxChoices,
        int signers,
        List<CandidateList> lists,
        List<Candidate> candidates) {}
