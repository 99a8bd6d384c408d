package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.packet.Digest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares the list of a contest's branches with the log.
final class BranchAudit {
    private final Findings findings;
    private final ExpectedShown expected;

    BranchAudit(Definition definition, Findings findings) {
        this.findings = findings;
        this.expected = new ExpectedShown(definition);
    }

    void compare(Request.Branches request, BranchStates states, Map<String, Object> seen) {
        Map<Long, Map<?, ?>> shown = new HashMap<>();
        List<?> list = seen.get("branches") instanceof List<?> elements ? elements : List.of();
        for (Object element : list) {
            if (element instanceof Map<?, ?> branch
                    && branch.get("branch") instanceof Long number
                    && shown.put(number, branch) != null) {
                add(request, number, 0, branch, "once", "twice");
            }
        }
        Set<Long> ghosts = new TreeSet<>(shown.keySet());
        for (BranchState state : states.branches()) {
            ghosts.remove((long) state.branch());
            Map<?, ?> members = shown.getOrDefault((long) state.branch(), Map.of());
            new Mismatches((member, is, was) ->
                            add(request, state.branch(), state.seq(), members, is, was))
                    .compare("", expected.branch(state), members);
        }
        for (long ghost : ghosts) {
            add(request, ghost, 0, shown.getOrDefault(ghost, Map.of()), "no such branch", "one");
        }
    }

    /// Of a list that is not of the moment that the log is at, only this can be said: whatever
    /// packet it shows must be in the log.
    void comparePackets(Request.Branches request, LogFold fold, Map<String, Object> seen) {
        List<?> list = seen.get("branches") instanceof List<?> elements ? elements : List.of();
        for (Object element : list) {
            if (element instanceof Map<?, ?> branch
                    && branch.get("branch") instanceof Long number
                    && branch.get("packet") instanceof String hex
                    && Digest.parse(hex).map(fold::packet).isEmpty()) {
                add(request, number, 0, branch, "a packet of the log", "packet " + hex);
            }
        }
    }

    /// The leaf is the later of the two: that of an entry which one side has and the other
    /// not.
    private void add(
            Request.Branches request,
            long branch,
            long seq,
            Map<?, ?> seen,
            String is,
            String was) {
        long shown = seen.get("seq") instanceof Long number ? number : 0;
        findings.add(new Difference(
                Kind.BRANCH_STATE,
                Math.max(seq, shown) - 1,
                request.path() + " branch " + branch,
                is,
                was));
    }
}
