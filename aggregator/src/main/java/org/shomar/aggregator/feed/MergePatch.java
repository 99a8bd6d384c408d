package org.shomar.aggregator.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The difference between two states as a JSON Merge Patch (RFC 7396): an object that,
/// merged into the first, gives the second. Arrays are replaced whole. States hold no
/// `null`.
final class MergePatch {
    private MergePatch() {}

    /// Empty when nothing differs.
    static Map<String, Object> between(Map<String, Object> from, Map<String, Object> to) {
        Map<String, Object> patch = new LinkedHashMap<>();
        for (String name : from.keySet()) {
            if (!to.containsKey(name)) {
                patch.put(name, JsonText.NULL);
            }
        }
        to.forEach((name, value) -> {
            Object before = from.get(name);
            if (before instanceof Map && value instanceof Map) {
                Map<String, Object> inner = between(members(before), members(value));
                if (!inner.isEmpty()) {
                    patch.put(name, inner);
                }
            } else if (!Objects.equals(before, value)) {
                patch.put(name, value);
            }
        });
        return patch;
    }

    @SuppressWarnings("unchecked") // every map of a state has texts as keys
    private static Map<String, Object> members(Object map) {
        return (Map<String, Object>) map;
    }
}
