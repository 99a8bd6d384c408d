package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The state of a topic at a sequence. Its encodings are made once, when first asked for, and
/// shared by every reader and by HTTP; callers do not change the arrays. May be used from any
/// thread.
final class Publication {
    private static final byte[] CLOSE = {'}'};

    private final Topic topic;
    private final long seq;
    private final Map<String, Object> state;
    private final Object source;
    private final long version;
    private final long deltaFrom;
    private final @Nullable TextFrame delta;
    private byte @Nullable [] body;
    private @Nullable TextFrame snapshot;

    private Publication(
            Topic topic,
            long seq,
            Map<String, Object> state,
            Object source,
            long version,
            long deltaFrom,
            @Nullable TextFrame delta) {
        this.topic = topic;
        this.seq = seq;
        this.state = state;
        this.source = source;
        this.version = version;
        this.deltaFrom = deltaFrom;
        this.delta = delta;
    }

    /// A state without a known one before it.
    ///
    /// @param source  names what the state was made of; it is held, so it is small
    /// @param version different for every publication of this process
    static Publication first(
            Topic topic, long seq, Map<String, Object> state, Object source, long version) {
        return new Publication(topic, seq, state, source, version, version, null);
    }

    /// The next state of the same topic. Under the same sequence (numbers that were
    /// repaired) it has no delta: readers get it whole.
    Publication next(
            long nextSeq, Map<String, Object> nextState, Object nextSource, long nextVersion) {
        if (nextSeq == seq) {
            return first(topic, nextSeq, nextState, nextSource, nextVersion);
        }
        byte[] patch = JsonText.encode(MergePatch.between(state, nextState));
        String head = "{\"topic\":\"" + topic.name() + "\",\"kind\":\"delta\",\"from\":" + seq
                + ",\"seq\":" + nextSeq + ",\"data\":";
        return new Publication(
                topic, nextSeq, nextState, nextSource, nextVersion, version, framed(head, patch));
    }

    Topic topic() {
        return topic;
    }

    long seq() {
        return seq;
    }

    Map<String, Object> state() {
        return state;
    }

    Object source() {
        return source;
    }

    long version() {
        return version;
    }

    /// The delta frame for a reader who has that version; null when there is none.
    @Nullable
    TextFrame deltaAfter(long readerVersion) {
        return readerVersion == deltaFrom ? delta : null;
    }

    /// The state alone, as HTTP answers it.
    synchronized byte[] body() {
        byte[] made = body;
        if (made == null) {
            made = JsonText.encode(state);
            body = made;
        }
        return made;
    }

    /// The snapshot frame.
    synchronized TextFrame snapshot() {
        TextFrame made = snapshot;
        if (made == null) {
            String head = "{\"topic\":\"" + topic.name() + "\",\"kind\":\"snapshot\",\"seq\":" + seq
                    + ",\"data\":";
            made = framed(head, body());
            snapshot = made;
        }
        return made;
    }

    private static TextFrame framed(String head, byte[] data) {
        return TextFrame.shared(head.getBytes(StandardCharsets.US_ASCII), data, CLOSE);
    }
}
