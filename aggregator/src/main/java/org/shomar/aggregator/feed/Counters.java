package org.shomar.aggregator.feed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What the gauges of the feed read, and who is told; shared by its event loops.
final class Counters {
    final AtomicInteger readers = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicLong connectionsRefused = new AtomicLong();
    final AtomicLong readersRefused = new AtomicLong();
    final AtomicLong slowReadersClosed = new AtomicLong();
    final LongAdder framesSent = new LongAdder(); // each loop adds, and often
    final AtomicLong lastBeatNanos = new AtomicLong(System.nanoTime());
    volatile Answered answered = (kind, status, nanos) -> {};
}
