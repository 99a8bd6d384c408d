package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Phase;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// What was read of a definition file before its parts were checked against each other.
/// What is missing or was reported is null.
final class Draft {
    final List<AreaDraft> areas = new ArrayList<>();
    final List<ContestDraft> contests = new ArrayList<>();
    final List<BranchDraft> branches = new ArrayList<>();
    final List<OfficerDraft> officers = new ArrayList<>();
    final List<DecisionDraft> decisions = new ArrayList<>();

    @Nullable
    String election;

    @Nullable
    Phase phase;

    int round = 1;

    @Nullable
    Text name;

    @Nullable
    OffsetDateTime pollsClose;

    @Nullable
    Release release;

    int areasLine = 1;

    /// @param root whether it has no member `parent`
    record AreaDraft(
            int line,
            @Nullable Found<String> code,
            @Nullable AreaKind kind,
            boolean root,
            @Nullable Found<String> parent,
            @Nullable Text name) {}

    record ContestDraft(
            @Nullable Found<Integer> number,
            @Nullable ContestKind kind,
            @Nullable Found<String> area,
            @Nullable Text name,
            @Nullable String method,
            @Nullable String threshold,
            @Nullable Integer seats,
            @Nullable Integer alternates,
            @Nullable Integer maxChoices,
            @Nullable Integer signers,
            List<CandidateList> lists,
            List<Candidate> candidates) {}

    record BranchDraft(
            int line,
            @Nullable Found<Integer> number,
            @Nullable Found<String> area,
            @Nullable BranchKind kind,
            @Nullable Integer eligible,
            List<@Nullable Found<Integer>> contests,
            List<KeyDraft> keys) {}

    /// @param raw the 32 bytes
    record KeyDraft(@Nullable Found<String> role, @Nullable Found<byte[]> raw) {}

    record OfficerDraft(@Nullable Found<String> officer, KeyDraft key) {}

    /// Of the officers of one role, how many must sign for an action.
    record DecisionDraft(DecisionAction action, String role, Found<Integer> officers) {}
}
