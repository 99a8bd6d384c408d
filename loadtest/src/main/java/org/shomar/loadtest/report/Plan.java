package org.shomar.loadtest.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Everything that was asked of a run; with the seed, enough to ask for it again.
///
/// @param commandLine as typed
/// @param seed        of every choice that the generator made
/// @param asked       each option's name and the value in force, defaults among them, in the
///                    order in which they are shown; two runs are compared only when these
///                    agree, so what changes no load (the folder of the report) stays out
public record Plan(String commandLine, long seed, SequencedMap<String, String> asked) {
    public Plan {
        asked = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(asked));
    }
}
