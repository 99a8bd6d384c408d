package org.shomar.loadtest.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Takes packets that are due and answers that come, and writes down what they mean. For one
/// event loop.
final class Desk {
    private static final int STORED_BEFORE = 200;

    private final Ways ways;
    private final Work work;
    private final Turns turns;
    private final Book book;
    private final Map<Integer, PriorityQueue<Integer>> leftBehind = new HashMap<>();
    private final Set<Integer> unsure = new HashSet<>();
    private int outstanding;

    Desk(Ways ways, Work work, Turns turns, Book book) {
        this.ways = ways;
        this.work = work;
        this.turns = turns;
        this.book = book;
    }

    /// Packets that are due and have no final answer.
    int outstanding() {
        return outstanding;
    }

    /// A packet is due.
    void due(int n, long now) {
        if (ways.closed()) {
            work.journal().intend(n, now);
        }
        long intended = work.journal().intended(n);
        book.due(intended, now);
        if (work.script().kind(n) == Kind.SLOW) {
            // It is meant to be whole only when its last part is meant to be sent.
            work.journal().intend(n, intended + TimeUnit.MILLISECONDS.toNanos(Lane.DRIBBLE_MILLIS));
        }
        outstanding++;
        turns.add(n);
    }

    /// What goes in the place of a packet whose turn it is: itself, unless one of its (branch,
    /// contest) before it was refused and left behind.
    int cargo(int n) {
        PriorityQueue<Integer> left = leftBehind.get(work.script().pair(n));
        if (left == null
                || left.isEmpty()
                || left.element() > n
                || !work.script().kind(n).counts()) {
            return n;
        }
        int cargo = left.remove();
        left.add(n);
        work.journal().answer(n, Journal.WITHHELD, 0, 0);
        work.journal().intend(cargo, work.journal().intended(n));
        return cargo;
    }

    /// The packets that go next in one request; none when all that are ready are withheld.
    List<Integer> nextBatch(long now) {
        List<Integer> batch = new ArrayList<>();
        for (int turn : turns.take(ways.batchMax())) {
            if (!isWithheld(turn, now)) {
                batch.add(cargo(turn));
            }
        }
        return batch;
    }

    /// A duplicate of what was not stored would be the first of its kind, so is not sent; unless
    /// it was sent already, behind what was refused, and may be stored in its place.
    boolean isWithheld(int n, long now) {
        Journal journal = work.journal();
        boolean withheld = work.script().kind(n) == Kind.DUPLICATE
                && !unsure.contains(n)
                && !journal.stored(work.script().repeated(n))
                && journal.status(work.script().repeated(n)) != Journal.NOT_ANSWERED;
        if (withheld) {
            journal.answer(n, Journal.WITHHELD, 0, now);
            settled(n);
        }
        return withheld;
    }

    /// Packets were sent, and nobody knows what became of them: each is sent again until that
    /// is known, whatever happens to refused ones.
    ///
    /// @return the same
    List<Integer> unsure(List<Integer> sent) {
        unsure.addAll(sent);
        return sent;
    }

    private void settled(int n) {
        outstanding--;
        unsure.remove(n);
        turns.settled(n);
    }

    /// Takes the answer to one packet.
    ///
    /// @param behindRefused whether one before it, of the same pair and batch, was refused
    /// @return whether it must be sent again
    boolean take(int n, Reply reply, long sentNanos, boolean behindRefused, long now) {
        Kind kind = work.script().kind(n);
        Journal journal = work.journal();
        if (reply.stored()) {
            book.acked(reply.status() == 201, journal.intended(n), sentNanos, now);
            book.receipt(n, reply);
        } else {
            book.refused(reply.status(), reply.code(), 1, now);
            if (reply.code().equals("outcome-unknown")) {
                unsure.add(n);
            }
            boolean gap = reply.status() == 409
                    && (behindRefused || (!ways.resend() && unsure.contains(n)));
            if (reply.later() || gap) {
                if (ways.resend() || (reply.later() && unsure.contains(n))) {
                    return true;
                }
                leave(n, reply.status(), now);
                return false;
            }
        }
        boolean instead = kind == Kind.DUPLICATE
                && reply.stored()
                && !journal.stored(work.script().repeated(n))
                && (behindRefused || unsure.contains(n));
        if (instead) {
            storedInstead(work.script().repeated(n), reply, now);
        } else if (!kind.isRight(reply.status())) {
            journal.unexpected("packet " + n + " (" + kind.word() + "): " + reply.status() + " "
                    + reply.code());
        }
        int status = instead ? STORED_BEFORE : reply.status();
        journal.answer(n, status, reply.stored() ? reply.seq() : 0, now);
        settled(n);
        return false;
    }

    /// A packet was refused, and its duplicate behind it in a batch was stored.
    private void storedInstead(int original, Reply reply, long now) {
        work.journal().answer(original, reply.status(), reply.seq(), now);
        PriorityQueue<Integer> left = leftBehind.get(work.script().pair(original));
        if (left != null) {
            left.remove(Integer.valueOf(original));
        }
    }

    /// A refused packet stays behind; the next of its (branch, contest) sends it.
    private void leave(int n, int status, long now) {
        work.journal().answer(n, status, 0, now);
        if (work.script().kind(n).counts()) {
            leftBehind
                    .computeIfAbsent(work.script().pair(n), pair -> new PriorityQueue<>())
                    .add(n);
        }
        settled(n);
    }
}
