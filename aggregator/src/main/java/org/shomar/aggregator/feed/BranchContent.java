package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every branch of a contest with its latest revision.
final class BranchContent {
    private final Definition definition;

    BranchContent(Definition definition) {
        this.definition = definition;
    }

    Content of(BranchStates states) {
        List<Object> branches = new ArrayList<>(states.branches().size());
        for (BranchState state : states.branches()) {
            branches.add(branch(state));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("contest", states.contest());
        body.put("seq", states.seq());
        body.put("branches", branches);
        String etag = "\"" + states.seq() + "\"";
        return new Content(Content.JSON, JsonText.encode(body), etag);
    }

    private Map<String, Object> branch(BranchState state) {
        Branch branch = definition
                .branch(state.branch())
                .orElseThrow(() -> new IllegalStateException(
                        "the tally has a branch that the definition lacks: " + state.branch()));
        Map<String, Object> members = LinkedHashMap.newLinkedHashMap(6);
        members.put("branch", state.branch());
        members.put("area", definition.areas().get(branch.area()).code());
        members.put("state", state.state().word());
        if (state.packet() != null) {
            members.put("revision", state.revision());
            members.put("packet", state.packet().toString());
            members.put("seq", state.seq());
        }
        return members;
    }
}
