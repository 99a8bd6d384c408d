package org.shomar.aggregator.feed;

import java.util.concurrent.atomic.LongAdder;

/// A state on its way to many readers of an event loop, a block of them at a time: all of a
/// block are looked at before the kernel is given their frames.
///
/// With thousands of readers each one's objects have to come from memory. With no call of the
/// kernel between them those of several readers can come at once. Used by one delivery, then thrown
// away: it holds on to nobody.
final class Burst {
    static final int READERS = 64;

    private final LongAdder framesSent;
    private final Wire[] wires = new Wire[READERS];
    private final TextFrame[] frames = new TextFrame[READERS];
    private int size;

    Burst(LongAdder framesSent) {
        this.framesSent = framesSent;
    }

    /// Goes out with the block; the last one with [#send].
    void add(Wire wire, TextFrame frame) {
        wires[size] = wire;
        frames[size] = frame;
        size++;
        if (size == READERS) {
            send();
        }
    }

    void send() {
        framesSent.add(size);
        for (int place = 0; place < size; place++) {
            wires[place].writeAtOnce(frames[place]);
        }
        size = 0;
    }
}
