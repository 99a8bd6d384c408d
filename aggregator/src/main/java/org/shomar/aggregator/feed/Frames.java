package org.shomar.aggregator.feed;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;

import org.shomar.aggregator.proof.Checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/// Text frames: writing them from bytes that many readers share, and the small ones.
final class Frames {
    private Frames() {}

    /// Writes without encoding or copying again: the frame around the bytes is all that is
    /// made for this socket. (Vert.x's own `writeTextMessage` takes a `String` and encodes it
    /// for each socket.)
    static void write(ServerWebSocket socket, byte[] text) {
        socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, text, true));
    }

    static byte[] error(String code, String topic, String detail) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("kind", "error");
        frame.put("code", code);
        if (!topic.isEmpty()) {
            frame.put("topic", topic);
        }
        frame.put("detail", detail);
        return JsonText.encode(frame);
    }

    /// @param log so many entries, under this root, are signed for
    static byte[] heartbeat(String time, Checkpoint log, Map<String, Long> seqs) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("kind", "heartbeat");
        frame.put("time", time);
        frame.put("size", log.size());
        frame.put("root", Checkpoint.base64(log.root()));
        frame.put("seq", seqs);
        return JsonText.encode(frame);
    }
}
