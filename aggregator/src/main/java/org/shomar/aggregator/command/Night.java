package org.shomar.aggregator.command;

import org.shomar.aggregator.election.rehearsal.Rehearsal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The branches of a rehearsal on election night: each sends its packets in its time, and
/// again when the answer is "later" or lost.
final class Night implements Runnable {
    private static final int UNDER_WAY_MAX = 64;
    private static final long RETRY_MILLIS = 1_000;

    private final Rehearsal rehearsal;
    private final PacketSender sender;
    private final int minutes;
    private final Semaphore room = new Semaphore(UNDER_WAY_MAX);

    /// @param minutes how long the night takes, from the first packet to the last
    Night(Rehearsal rehearsal, PacketSender sender, int minutes) {
        this.rehearsal = rehearsal;
        this.sender = sender;
        this.minutes = minutes;
    }

    @Override
    public void run() {
        long startNanos = System.nanoTime();
        long nightNanos = TimeUnit.MINUTES.toNanos(minutes);
        int packets = rehearsal.packetCount();
        try (Meter meter = Meter.over("packets", packets)) {
            for (int place = 0; place < packets; place++) {
                long due = startNanos + Math.round((double) nightNanos * place / packets);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                room.acquire();
                send(rehearsal.packet(place), meter);
            }
            room.acquire(UNDER_WAY_MAX);
        } catch (InterruptedException ended) {
            return; // the demo is over
        }
        System.err.println("shomar: every branch has reported");
    }

    private void send(byte[] message, Meter meter) {
        sender.send(message).onComplete(reply -> {
            if (reply.succeeded() && reply.result().stored()) {
                room.release();
                meter.step(1);
            } else {
                sender.after(RETRY_MILLIS, () -> send(message, meter));
            }
        });
    }
}
