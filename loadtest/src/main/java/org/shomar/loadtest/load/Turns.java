package org.shomar.loadtest.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whose turn it is. Packets are sent as they become due, but of one (branch, contest) none
/// before the one ahead of it was answered, or in the same batch behind it.
final class Turns {
    private final Script script;
    private final int[] underWay;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private final ArrayDeque<Integer> readySlow = new ArrayDeque<>();
    private final Map<Integer, ArrayDeque<Integer>> waiting = new HashMap<>();

    Turns(Script script, int pairCount) {
        this.script = script;
        this.underWay = new int[pairCount];
    }

    /// Packets that could be sent now, without the slow ones.
    int readyCount() {
        return ready.size();
    }

    int readySlowCount() {
        return readySlow.size();
    }

    /// A packet is due.
    void add(int n) {
        if (!script.kind(n).ordered()) {
            ready.addLast(n);
        } else if (underWay[script.pair(n)] > 0) {
            behind(n).addLast(n);
        } else {
            underWay[script.pair(n)] = 1;
            queueOf(n).addLast(n);
        }
    }

    /// The packet that is next, alone. Only when there is one.
    int take() {
        return ready.removeFirst();
    }

    /// The slow packet that is next: it goes alone, over a connection of its own.
    int takeSlow() {
        return readySlow.removeFirst();
    }

    /// The packets that are next, with those that wait for them behind them.
    List<Integer> take(int max) {
        List<Integer> batch = new ArrayList<>(max);
        while (batch.size() < max && !ready.isEmpty()) {
            int n = ready.removeFirst();
            batch.add(n);
            ArrayDeque<Integer> behind =
                    script.kind(n).ordered() ? waiting.get(script.pair(n)) : null;
            while (behind != null
                    && !behind.isEmpty()
                    && script.kind(behind.getFirst()) != Kind.SLOW
                    && batch.size() < max) {
                underWay[script.pair(n)]++;
                batch.add(behind.removeFirst());
            }
        }
        return batch;
    }

    /// A packet has its final answer; who waited for it may go.
    void settled(int n) {
        int pair = script.pair(n);
        if (!script.kind(n).ordered() || --underWay[pair] > 0) {
            return;
        }
        ArrayDeque<Integer> behind = waiting.get(pair);
        if (behind != null && !behind.isEmpty()) {
            underWay[pair] = 1;
            again(behind.removeFirst());
        } else {
            waiting.remove(pair);
        }
    }

    /// Puts packets of one batch that must be sent again back, in their order, and gives those
    /// that go first: each has to be handed to [#again] when its time has come.
    List<Integer> setBack(List<Integer> unsettled) {
        List<Integer> first = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int n : unsettled) {
            if (!script.kind(n).ordered() || seen.putIfAbsent(script.pair(n), n) == null) {
                first.add(n);
            }
        }
        for (int n : unsettled.reversed()) {
            if (script.kind(n).ordered() && !Integer.valueOf(n).equals(seen.get(script.pair(n)))) {
                underWay[script.pair(n)]--;
                behind(n).addFirst(n);
            }
        }
        return first;
    }

    /// The time has come to send a packet again.
    void again(int n) {
        queueOf(n).addFirst(n);
    }

    private ArrayDeque<Integer> queueOf(int n) {
        return script.kind(n) == Kind.SLOW ? readySlow : ready;
    }

    private ArrayDeque<Integer> behind(int n) {
        return waiting.computeIfAbsent(script.pair(n), pair -> new ArrayDeque<>());
    }
}
