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
///                    agree, so what changes no load (the folder of the report) stays out,
///                    and what the load met (election, size of the ledger) is in
public record Plan(String commandLine, long seed, SequencedMap<String, String> asked) {
    /// Name of the entries that the ledger held before the run; two runs may differ in it a
    /// little.
    public static final String LEDGER_BEFORE = "ledger-before";

    /// Name of what must hold. It changes no load, so two runs may differ in it.
    public static final String THRESHOLDS = "thresholds";

    public Plan {
        asked = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(asked));
    }

    /// The same with one more thing that must agree.
    public Plan with(String name, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(asked);
        more.put(name, value);
        return new Plan(commandLine, seed, more);
    }
}
