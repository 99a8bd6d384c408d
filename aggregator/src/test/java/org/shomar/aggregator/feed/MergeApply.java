package org.shomar.aggregator.feed;

import io.vertx.core.json.JsonObject;

import java.util.Map;

/// RFC 7396 section 2, as a reader would write it.
public final class MergeApply {
    private MergeApply() {}

    public static JsonObject merge(JsonObject target, JsonObject patch) {
        JsonObject merged = target.copy();
        for (Map.Entry<String, Object> member : patch) {
            String name = member.getKey();
            if (member.getValue() == null) {
                merged.remove(name);
            } else if (member.getValue() instanceof JsonObject inner) {
                Object old = merged.getValue(name);
                JsonObject base = old instanceof JsonObject object ? object : new JsonObject();
                merged.put(name, merge(base, inner));
            } else {
                merged.put(name, member.getValue());
            }
        }
        return merged;
    }
}
