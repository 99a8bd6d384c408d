package org.shomar.aggregator.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The live results page, and the page that verifies: a fixed list of files, read once.
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
            "icon.svg",
            "verify.html",
            "verify.css",
            "verify/main.js",
            "verify/bytes.js",
            "verify/cbor.js",
            "verify/checks.js",
            "verify/ed25519.js",
            "verify/image.js",
            "verify/input.js",
            "verify/merkle.js",
            "verify/note.js",
            "verify/packet.js",
            "verify/page.js",
            "verify/place.js",
            "verify/scan.js",
            "verify/server.js",
            "verify/show.js",
            "verify/signers.js",
            "verify/steptexts.js",
            "verify/texts.js",
            "verify/tiles.js",
            "qr/finders.js",
            "qr/grid.js",
            "qr/layout.js",
            "qr/light.js",
            "qr/read.js",
            "qr/repair.js",
            "qr/segments.js");

    /// The pages, which stand under paths of their own.
    private static final Map<String, String> PATHS =
            Map.of("index.html", "/", "verify.html", "/verify");

    private static final String FILES = "/page/";

    private PageFiles() {}

    /// Whether a path is of a page or one of its files, there or not.
    static boolean isAt(String path) {
        return path.startsWith(FILES) || PATHS.containsValue(path);
    }

    /// By path; what is no page stands under `/page/`.
    static Map<String, Content> load() {
        Map<String, Content> files = new HashMap<>();
        for (String name : NAMES) {
            Content content = Content.of(type(name), bytes(name));
            files.put(PATHS.getOrDefault(name, FILES + name), content);
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
