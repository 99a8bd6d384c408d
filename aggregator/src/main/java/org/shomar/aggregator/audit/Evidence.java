package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What an auditor holds against the log, besides its public files.
///
/// @param seen    the last checkpoint of an earlier audit, with its leaves
/// @param answers bodies of 200 and 201 that branches kept, one a text
/// @param votes   expected ones by contest, such as those of a rehearsal's `expected.json`
public record Evidence(
        @Nullable Seen seen, List<String> answers, @Nullable Map<Integer, List<Long>> votes) {
    public static final Evidence NONE = new Evidence(null, List.of(), null);

    public Evidence {
        answers = List.copyOf(answers);
    }

    /// Entries that the log must have before this can be held against it. The log that is
    /// published may be a moment behind what was answered, or behind another node's.
    public long reach() {
        return Math.max(
                seen == null ? 0 : seen.checkpoint().size(),
                answers.stream().mapToLong(AnswerAudit::reach).max().orElse(0));
    }
}
