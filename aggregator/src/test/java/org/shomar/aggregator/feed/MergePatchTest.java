package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Goal: a delta merged into the old state gives the new one, and holds no more than it must.
/// Method: a table with the patch last; a law over random trees with a replayable seed.
@DisplayName("merge patch")
class MergePatchTest {
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                    | {}                    | {}
            {"a":1}               | {"a":1}               | {}
            {"a":1}               | {"a":2}               | {"a":2}
            {"a":1}               | {}                    | {"a":null}
            {}                    | {"a":1}               | {"a":1}
            {"a":[1,2]}           | {"a":[1,3]}           | {"a":[1,3]}
            {"a":{"b":1,"c":2}}   | {"a":{"b":1,"c":3}}   | {"a":{"c":3}}
            {"a":{"b":1}}         | {"a":{}}              | {"a":{"b":null}}
            {"a":{"b":1}}         | {"a":1}               | {"a":1}
            {"a":1}               | {"a":{"b":1}}         | {"a":{"b":1}}
            """)
    void differsByNoMoreThanItMust(String from, String to, String patch) {
        assertThat(encoded(MergePatch.between(tree(from), tree(to)))).isEqualTo(patch);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mergedIntoTheOldGivesTheNew(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<String, Object> from = object(random, 3);
            Map<String, Object> to = object(random, 3);
            JsonObject patch = new JsonObject(encoded(MergePatch.between(from, to)));

            assertThat(MergeApply.merge(new JsonObject(encoded(from)), patch))
                    .as("from %s to %s", from, to)
                    .isEqualTo(new JsonObject(encoded(to)));
        }
    }

    private static Map<String, Object> tree(String json) {
        return new JsonObject(json).getMap();
    }

    private static String encoded(Map<String, Object> tree) {
        return new String(JsonText.encode(tree), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c", "د")) {
            if (random.nextBoolean()) {
                object.put(name, value(random, depth));
            }
        }
        return object;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> random.nextInt(3);
            case 1 -> "t" + random.nextInt(3);
            case 2 -> new ArrayList<Object>(List.of(random.nextInt(2), random.nextInt(2)));
            default -> object(random, depth - 1);
        };
    }
}
