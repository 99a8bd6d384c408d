package org.shomar.aggregator.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The live results page: a fixed list of files, read once.
final class PageFiles {
    private static final List<String> NAMES = List.of(
            "index.html",
            "page.css",
            "main.js",
            "feed.js",
            "merge.js",
            "format.js",
            "texts.js",
            "view.js",
            "contests.js",
            "result.js",
            "icon.svg");

    private PageFiles() {}

    /// By path; `/` is `index.html`, the others stand under `/page/`.
    static Map<String, Content> load() {
        Map<String, Content> files = new HashMap<>();
        for (String name : NAMES) {
            Content content = Content.of(type(name), bytes(name));
            files.put(name.equals("index.html") ? "/" : "/page/" + name, content);
        }
        return Map.copyOf(files);
    }

    private static byte[] bytes(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the page lacks its file " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }
}
