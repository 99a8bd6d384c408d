package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.DecisionAction;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The officers of every rehearsal and what is asked of them.
final class Officers {
    private static final String EXECUTIVE = "executive";
    private static final String SUPERVISORY = "supervisory";

    private Officers() {}

    /// Their roles by name, in file order.
    static Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("hq-1", EXECUTIVE);
        roles.put("hq-2", EXECUTIVE);
        roles.put("board-1", SUPERVISORY);
        roles.put("board-2", SUPERVISORY);
        return roles;
    }

    static Map<DecisionAction, Map<String, Integer>> decisions() {
        Map<DecisionAction, Map<String, Integer>> decisions = new EnumMap<>(DecisionAction.class);
        for (DecisionAction action : DecisionAction.values()) {
            decisions.put(
                    action,
                    switch (action) {
                        case RELEASE, ANNUL, REINSTATE, CERTIFY -> both();
                        case PUBLISH, UNPUBLISH, REPLACE_KEY, REVOKE_KEY -> Map.of(EXECUTIVE, 1);
                    });
        }
        return decisions;
    }

    private static Map<String, Integer> both() {
        Map<String, Integer> both = new LinkedHashMap<>();
        both.put(EXECUTIVE, 1);
        both.put(SUPERVISORY, 1);
        return both;
    }
}
