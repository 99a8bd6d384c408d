package org.shomar.aggregator.command;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Evidence;
import org.shomar.aggregator.audit.ExpectedVotes;
import org.shomar.aggregator.audit.Seen;
import org.shomar.aggregator.audit.SeenFile;
import org.shomar.aggregator.audit.Source;
import org.shomar.aggregator.audit.Trust;
import org.shomar.aggregator.election.Definition;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What an auditor holds against the log, and how long it looks.
final class VerifyOptions {
    /// Codes of what a log says of itself; after one of these, what was seen before stays.
    private static final String LOG_CODES = "A-1";

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "keeps the last checkpoint that was right, and compares with it")
    private @Nullable Path state;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "answers that branches were given, one JSON object a line")
    private @Nullable Path answers;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "the votes that there must be, such as expected.json")
    private @Nullable Path expected;

    @Option(
            names = "--settle-seconds",
            paramLabel = "N",
            description = "how long shown totals may be behind or ahead, default ${DEFAULT-VALUE}")
    private int settleSeconds = 10;

    @Option(names = "--follow", description = "goes on with a live log until Ctrl-C")
    private boolean follow;

    @Option(
            names = "--every-seconds",
            paramLabel = "N",
            description = "with --follow: between two looks, default ${DEFAULT-VALUE}")
    private int everySeconds = 1;

    @Option(
            names = "--stall-seconds",
            paramLabel = "N",
            description = "with --follow: alarm when the server is silent, or shows more or less"
                    + " than it signed, for so long; default ${DEFAULT-VALUE}")
    private int stallSeconds = 60;

    @Option(
            names = "--looks",
            paramLabel = "N",
            description = "with --follow: stop after so many looks, default never")
    private long looks = Long.MAX_VALUE;

    boolean follows() {
        return follow;
    }

    Duration settle() {
        return Duration.ofSeconds(settleSeconds);
    }

    Evidence evidence() throws IOException {
        return new Evidence(
                state == null ? null : seen(),
                answers == null ? List.of() : Files.readAllLines(answers),
                expected == null ? null : ExpectedVotes.read(expected));
    }

    private @Nullable Seen seen() throws IOException {
        return state == null ? null : new SeenFile(state).read().orElse(null);
    }

    /// Keeps the checkpoint, unless the log contradicts itself: then the older one is
    /// evidence.
    void keep(Auditor auditor) throws IOException {
        boolean sound = auditor.differences().stream()
                .noneMatch(found -> found.kind().code().startsWith(LOG_CODES));
        if (state != null && sound && auditor.verified().isPresent()) {
            new SeenFile(state).write(auditor.verified().get());
        }
    }

    int follow(Definition definition, Source source, Trust trust) throws IOException {
        Duration every = Duration.ofSeconds(everySeconds);
        Duration stall = Duration.ofSeconds(stallSeconds);
        return new VerifyFollow(definition, source, trust, this, stall).run(every, looks);
    }
}
