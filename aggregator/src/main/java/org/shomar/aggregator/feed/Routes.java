package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ingress.ProblemPage;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands at each path of the public plane.
final class Routes {
    static final String FEED = "/v1/feed";
    static final String PROBLEM = "/problems/";
    static final String PROGRESS = "/v1/progress";
    static final String ELECTION = "/v1/election";

    private static final Pattern RESULT =
            Pattern.compile("/v1/contests/([0-9]{1,10})(?:/areas/([A-Za-z0-9-]{1,64}))?");
    private static final Pattern SEQ = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern BRANCHES = Pattern.compile("/v1/contests/([0-9]{1,10})/branches");

    private final Publisher publisher;
    private final Topics topics;
    private final BranchReads branchReads;
    private final HistoryReads historyReads;
    private final LogFiles logFiles;
    private final Map<String, Content> fixed;

    /// The answer of [#at].
    sealed interface Found {
        record Ready(Content content) implements Found {}

        record Refused(PublicProblem problem) implements Found {}

        /// To be read first.
        ///
        /// @param reading begins to read; a failure means that it cannot be had now
        /// @param failing what to say then
        record Awaited(Supplier<Future<? extends Found>> reading, String failing)
                implements Found {}

        /// The WebSocket.
        record Feed() implements Found {}
    }

    Routes(
            Definition definition,
            Publisher publisher,
            Topics topics,
            TotalsSource source,
            LogSource log,
            BranchReads branchReads,
            Bundles bundles) {
        this.branchReads = branchReads;
        this.historyReads = new HistoryReads(definition, source);
        this.logFiles = new LogFiles(log, topics, bundles);
        this.publisher = publisher;
        this.topics = topics;
        Map<String, Content> files = new HashMap<>(PageFiles.load());
        files.put(ELECTION, new ElectionContent(definition, log.logKey()).make());
        files.put(
                ELECTION + "/definition",
                new Content(Content.JSON, definition.file(), "\"" + definition.hash() + "\""));
        for (Problem problem : Problem.values()) {
            ProblemPage.of(problem.code())
                    .map(page -> page.getBytes(StandardCharsets.UTF_8))
                    .map(page -> Content.of(ProblemPage.MEDIA_TYPE, page))
                    .ifPresent(page -> files.put(PROBLEM + problem.code(), page));
        }
        this.fixed = Map.copyOf(files);
    }

    /// Whether a path is for programs, wherever they were loaded from, and not for the page.
    static boolean isData(String path) {
        return path.startsWith("/v1/") || LogFiles.isAt(path);
    }

    /// @param at the parameter `at` of the query, which results have; null for none
    Found at(String path, @Nullable String at) {
        Content file = fixed.get(path);
        if (file != null) {
            return new Found.Ready(file);
        }
        if (path.equals(FEED)) {
            return new Found.Feed();
        }
        if (path.equals(PROGRESS)) {
            return new Found.Ready(publisher.progress());
        }
        if (LogFiles.isAt(path)) {
            return logFiles.at(path);
        }
        Matcher result = RESULT.matcher(path);
        if (result.matches()) {
            return result(result.group(1), Optional.ofNullable(result.group(2)), at);
        }
        Matcher branches = BRANCHES.matcher(path);
        if (branches.matches()) {
            return branches(branches.group(1));
        }
        return nothing();
    }

    private static Found nothing() {
        return new Found.Refused(PublicProblem.notFound("there is nothing at this path"));
    }

    private Found result(String contest, Optional<String> area, @Nullable String at) {
        String name = "contest/" + contest + area.map(code -> "/area/" + code).orElse("");
        return published(
                name,
                topic -> at == null ? new Found.Ready(publisher.result(topic)) : then(topic, at));
    }

    private Found then(Topic topic, String at) {
        if (!SEQ.matcher(at).matches()) {
            return new Found.Refused(PublicProblem.malformed(
                    "at is the number of an entry of the log, such as ?at=4711"));
        }
        long seq = Long.parseLong(at);
        return new Found.Awaited(
                () -> historyReads.result(topic, seq), "earlier results cannot be read now");
    }

    private Found branches(String contest) {
        return published(
                "contest/" + contest,
                topic -> new Found.Awaited(
                        () -> branchReads.content(topic.contest()).map(Found.Ready::new),
                        "the branches cannot be read now"));
    }

    private Found published(String name, Function<Topic, Found> found) {
        Topic topic = topics.named(name).orElse(null);
        if (topic == null) {
            return new Found.Refused(
                    PublicProblem.notFound("there is no such contest, or not in this area"));
        }
        return topics.isPublished(topic)
                ? found.apply(topic)
                : new Found.Refused(PublicProblem.notPublished("the contest is not published yet"));
    }
}
