package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Goal: a reader knows which contest it has been shown up to where, from the heads of frames.
///
/// Method: frames as the contract writes them, with data that looks like a head.
class ListenerTest {
    private final Listener listener =
            new Listener(false, List.of("contest/7", "election", "contest/70/area/IR-08"));
    private final List<String> carried = new ArrayList<>();

    private void frame(String text) {
        byte[] head = text.getBytes(StandardCharsets.UTF_8);
        listener.frame(
                head,
                head.length,
                (contest, after, seq) -> carried.add(contest + ": " + after + " to " + seq));
    }

    @Test
    void carriesOnFromFrameToFrame() {
        frame("{\"topic\":\"contest/7\",\"kind\":\"snapshot\",\"seq\":10,\"data\":{\"seq\":99}}");
        frame("{\"topic\":\"contest/7\",\"kind\":\"delta\",\"from\":10,\"seq\":14,\"data\":{}}");
        frame("{\"topic\":\"contest/70/area/IR-08\",\"kind\":\"snapshot\",\"seq\":3,\"data\":{}}");
        frame("{\"topic\":\"contest/70/area/IR-08\",\"kind\":\"snapshot\",\"seq\":9,\"data\":{}}");
        frame("{\"topic\":\"election\",\"kind\":\"snapshot\",\"seq\":1,\"data\":{}}");
        frame("{\"topic\":\"election\",\"kind\":\"snapshot\",\"seq\":14,\"data\":{}}");
        assertThat(carried).containsExactly("7: 10 to 14", "70: 3 to 9");
        assertThat(listener.has(Map.of(7, 14L, 70, 9L, 8, 100L))).isTrue();
        assertThat(listener.has(Map.of(7, 15L))).isFalse();
    }

    @Test
    void aDifferenceFromAStateThatItHasNotShowsNothing() {
        frame("{\"topic\":\"contest/70/area/IR-08\",\"kind\":\"snapshot\",\"seq\":3,\"data\":{}}");
        frame("{\"topic\":\"contest/7\",\"kind\":\"delta\",\"from\":10,\"seq\":12,\"data\":{}}");
        assertThat(listener.has(Map.of(7, 12L))).isFalse();
        frame("{\"topic\":\"contest/7\",\"kind\":\"snapshot\",\"seq\":10,\"data\":"
                + "{\"kind\":\"delta\",\"from\":3,\"seq\":99}}");
        frame("{\"topic\":\"contest/7\",\"kind\":\"delta\",\"from\":12,\"seq\":14,\"data\":{}}");
        assertThat(listener.has(Map.of(7, 10L))).isTrue();
        assertThat(listener.has(Map.of(7, 11L))).isFalse();
        frame("{\"topic\":\"contest/7\",\"kind\":\"snapshot\",\"seq\":15,\"data\":{}}");
        assertThat(listener.has(Map.of(7, 15L))).isTrue();
        assertThat(carried).containsExactly("7: 10 to 15");
    }

    @Test
    void whatIsNotItsTopicIsPassedOver() {
        frame("{\"kind\":\"heartbeat\",\"time\":\"\",\"seq\":{\"contest/7\":4711}}");
        frame("{\"topic\":\"contest/77\",\"kind\":\"snapshot\",\"seq\":10,\"data\":{}}");
        frame("{\"kind\":\"error\",\"code\":\"unknown-topic\",\"topic\":\"contest/7\",\"seq\":5}");
        assertThat(listener.has(Map.of(7, 1L))).isFalse();
        assertThat(carried).isEmpty();
    }

    @Test
    void comesBackWithWhatItHas() {
        frame("{\"topic\":\"contest/7\",\"kind\":\"snapshot\",\"seq\":10,\"data\":{}}");
        JsonObject wish = new JsonObject(listener.wish());
        assertThat(wish.getJsonArray("subscribe")).hasSize(3);
        assertThat(wish.getJsonObject("after")).isEqualTo(new JsonObject().put("contest/7", 10));
    }
}
