package org.shomar.aggregator.feed;

import org.shomar.aggregator.proof.Checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/// The small frames, made for one reader or for few.
final class Frames {
    private Frames() {}

    static TextFrame error(String code, String topic, String detail) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("kind", "error");
        frame.put("code", code);
        if (!topic.isEmpty()) {
            frame.put("topic", topic);
        }
        frame.put("detail", detail);
        return TextFrame.of(JsonText.encode(frame));
    }

    /// @param log so many entries, under this root, are signed for
    static TextFrame heartbeat(String time, Checkpoint log, Map<String, Long> seqs) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("kind", "heartbeat");
        frame.put("time", time);
        frame.put("size", log.size());
        frame.put("root", Checkpoint.base64(log.root()));
        frame.put("seq", seqs);
        return TextFrame.of(JsonText.encode(frame));
    }
}
