package org.shomar.aggregator.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Walks two JSON trees and tells where the second is not the first. Members that only the
/// second has are passed over: what the contract does not name cannot be wrong.
final class Mismatches {
    private final Listener listener;

    @FunctionalInterface
    interface Listener {
        /// @param path such as `areas[IR-08].votes[2]`
        void found(String path, String expected, String seen);
    }

    Mismatches(Listener listener) {
        this.listener = listener;
    }

    void compare(String path, Object expected, Object seen) {
        if (expected instanceof Map<?, ?> members && seen instanceof Map<?, ?> others) {
            members.forEach((name, member) -> compare(
                    path.isEmpty() ? name + "" : path + "." + name,
                    member,
                    Objects.requireNonNullElse(others.get(name), "nothing")));
        } else if (expected instanceof List<?> elements && seen instanceof List<?> others) {
            compare(path, elements, others);
        } else if (!expected.equals(seen)) {
            listener.found(path, expected.toString(), seen.toString());
        }
    }

    private void compare(String path, List<?> elements, List<?> others) {
        if (elements.size() != others.size()) {
            listener.found(path, elements.size() + " elements", others.size() + "");
        }
        for (int i = 0; i < Math.min(elements.size(), others.size()); i++) {
            compare(path + "[" + name(elements.get(i), i) + "]", elements.get(i), others.get(i));
        }
    }

    private static Object name(Object element, int index) {
        return element instanceof Map<?, ?> members && members.get("area") instanceof String area
                ? area
                : index;
    }
}
