package org.shomar.loadtest.load;

import org.shomar.loadtest.report.Audit;
import org.shomar.loadtest.report.Words;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The lines of an audit, as they are found.
final class AuditLines {
    private static final int DIFFERENCES_NAMED_MAX = 3;

    private final List<Audit.Line> lines = new ArrayList<>();

    void add(String en, String fa, long expected, long seen) {
        add(en, fa, expected, seen, List.of());
    }

    /// @param differences the first few, each once, stand behind what was seen
    void add(String en, String fa, long expected, long seen, List<String> differences) {
        String named = differences.stream()
                .distinct()
                .limit(DIFFERENCES_NAMED_MAX)
                .map(difference -> "; " + difference)
                .collect(Collectors.joining());
        add(en, fa, Long.toString(expected), seen + named, expected == seen);
    }

    void add(String en, String fa, String expected, String seen, boolean ok) {
        lines.add(new Audit.Line(new Words(en, fa), expected, seen, ok));
    }

    Audit audit() {
        return new Audit(lines);
    }
}
