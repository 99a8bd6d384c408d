package org.shomar.loadtest.report;

import java.util.List;

/// What must hold after a run, against what was found.
public record Audit(List<Line> lines) {
    public Audit {
        lines = List.copyOf(lines);
    }

    /// One fact. `expected` and `seen` are shown as they are.
    public record Line(Words name, String expected, String seen, boolean ok) {}

    public boolean ok() {
        return lines.stream().allMatch(Line::ok);
    }
}
