package org.shomar.loadtest.report;

import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One HTML file that loads nothing: style, script, texts and data stand in it. The page's
/// own policy lets no other script run, even if a text of a plan found a way out of the data.
final class Page {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    static String of(RunReport report) {
        return page(PageData.of(report), new TextSummary(report).toString());
    }

    static String of(RunComparison comparison) {
        return page(PageData.of(comparison), comparison.text());
    }

    private static String page(JsonObject data, String text) {
        String script = resource("charts.js") + resource("report.js");
        Map<String, String> parts = Map.of(
                "style", resource("report.css"),
                "script", script,
                "scriptHash", sha256(script),
                "texts", json(new JsonObject(resource("texts.json"))),
                "data", json(data),
                "text", text.replace("&", "&amp;").replace("<", "&lt;"));
        // In one pass, so that no part is searched for places.
        return PLACE.matcher(resource("template.html"))
                .replaceAll(place -> Matcher.quoteReplacement(
                        Objects.requireNonNull(parts.get(place.group(1)), place.group())));
    }

    /// In a script element only `<` can end the data; in JSON it stands in strings alone.
    private static String json(JsonObject object) {
        return object.encode().replace("<", "\\u003c");
    }

    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
