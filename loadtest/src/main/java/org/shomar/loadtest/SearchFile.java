package org.shomar.loadtest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.loadtest.load.Knee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `find-max` found, for scripts: `find-max.json` beside the folders of its rates.
final class SearchFile {
    static final String NAME = "find-max.json";

    private static final String FORMAT = "shomar-find-max";
    private static final int VERSION = 1;

    private SearchFile() {}

    /// What the rate that is told means.
    enum Outcome {
        /// The highest at which all demands are met, as well as was asked.
        KNEE,
        /// The highest that was tried and met; more was not allowed, or not possible for the
        /// generator.
        AT_LEAST,
        /// The server met no rate that was tried.
        NONE,
        /// Nothing: the generator could not do the first rate.
        UNKNOWN,
        /// An audit found a difference: no rate counts.
        UNSOUND;

        static Outcome of(Knee.Result result) {
            if (result.last().verdict() == Knee.Verdict.UNSOUND) {
                return UNSOUND;
            }
            boolean unfit = result.last().verdict() == Knee.Verdict.UNFIT;
            if (result.best() == 0) {
                return unfit ? UNKNOWN : NONE;
            }
            return result.maxMet() || unfit ? AT_LEAST : KNEE;
        }
    }

    /// @param folder    of the search; made when it is missing
    /// @param precision in percent
    static void write(Knee.Result result, List<String> slos, double precision, Path folder)
            throws IOException {
        JsonArray probes = new JsonArray();
        result.probes()
                .forEach(probe -> probes.add(new JsonObject()
                        .put("rate", probe.rate())
                        .put("verdict", probe.verdict().name())
                        .put("served", probe.served())
                        .put("why", probe.why())));
        JsonObject search = new JsonObject()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("outcome", Outcome.of(result).name())
                .put("rate", result.best())
                .put("unit", "packets a second")
                .put("slo", new JsonArray(slos))
                .put("precisionPercent", precision)
                .put("probes", probes);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(NAME), search.encodePrettily() + "\n");
    }
}
