package org.shomar.aggregator.election;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what is wrong with a file, up to [#FAULTS_MAX]; of what comes after that only the
/// number is kept.
public final class Faults {
    public static final int FAULTS_MAX = 1_000;

    private final List<Fault> faults = new ArrayList<>();
    private int leftOut;

    public void add(int line, String path, String text) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(line, path, text));
        } else {
            leftOut++;
        }
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /// In file order; the last one says how many were left out, if any.
    public List<Fault> inFileOrder() {
        List<Fault> sorted = new ArrayList<>(faults);
        sorted.sort(Comparator.comparingInt(Fault::line));
        if (leftOut > 0) {
            int line = sorted.getLast().line();
            sorted.add(new Fault(line, "", leftOut + " more faults were left out"));
        }
        return List.copyOf(sorted);
    }
}
