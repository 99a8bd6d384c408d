package org.shomar.aggregator.audit;

import org.shomar.aggregator.audit.Source.Fetched;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Compares what the server says of the election itself.
final class ElectionAudit {
    static final String PATH = "v1/election";
    static final String FILE = "v1/election/definition";
    static final int NOT_PUBLISHED = 403;

    private final Definition definition;
    private final Source source;
    private final Findings findings;

    ElectionAudit(Definition definition, Source source, Findings findings) {
        this.definition = definition;
        this.source = source;
        this.findings = findings;
    }

    /// The key that the server shows as its log's, which proves nothing by itself.
    static Optional<String> logKey(Source source) throws IOException {
        return source.get(PATH, Answers.BYTES_MAX) instanceof Fetched.Body body
                ? JsonTree.object(body.bytes())
                        .map(json -> json.get("logKey"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                : Optional.empty();
    }

    void compare(String logKey) throws IOException {
        compareMembers(logKey);
        switch (source.get(FILE, Answers.BYTES_MAX)) {
            case Fetched.Absent absent -> unreadable(FILE, "status " + absent.status());
            case Fetched.Body body -> {
                Digest hash = Digest.sha256(body.bytes());
                if (!hash.equals(definition.hash())) {
                    findings.add(Difference.in(
                            Kind.DEFINITION, FILE, "SHA-256 " + definition.hash(), "" + hash));
                }
            }
        }
    }

    private void compareMembers(String logKey) throws IOException {
        switch (source.get(PATH, Answers.BYTES_MAX)) {
            case Fetched.Absent absent -> unreadable(PATH, "status " + absent.status());
            case Fetched.Body body ->
                JsonTree.object(body.bytes())
                        .ifPresentOrElse(
                                seen -> compare(seen, logKey),
                                () -> unreadable(PATH, "no JSON object"));
        }
    }

    private void compare(Map<String, Object> seen, String logKey) {
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("election", definition.election());
        right.put("phase", definition.phase().name().toLowerCase(Locale.ROOT));
        right.put("branches", (long) definition.branches().size());
        right.put("definition", definition.hash().toString());
        right.put("origin", "shomar/" + definition.election());
        new Mismatches((path, is, was) ->
                        findings.add(Difference.in(Kind.ELECTION, PATH + " " + path, is, was)))
                .compare("", right, seen);
        Object shown = seen.getOrDefault("logKey", "nothing");
        if (!logKey.equals(shown)) {
            findings.add(Difference.in(Kind.LOG_KEY, PATH + " logKey", logKey, shown.toString()));
        }
    }

    private void unreadable(String path, String seen) {
        findings.add(Difference.in(Kind.UNREADABLE, path, "an answer", seen));
    }
}
