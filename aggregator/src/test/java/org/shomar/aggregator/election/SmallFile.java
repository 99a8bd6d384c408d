package org.shomar.aggregator.election;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// A sound definition with one of everything, and a decoder that finds fault with keys
/// whose bytes are all 0xFF.
final class SmallFile {
    static final KeyDecoder KEYS = raw -> raw[0] == (byte) 0xFF
            ? new KeyDecoder.Result.Unusable("low order")
            : new KeyDecoder.Result.Usable((message, signature) -> false);

    private SmallFile() {}

    static String text() {
        try (InputStream in = SmallFile.class.getResourceAsStream("small.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file with its first `part` replaced.
    static String with(String part, String replacement) {
        String text = text();
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalArgumentException("not in the file: " + part);
        }
        return text.substring(0, at) + replacement + text.substring(at + part.length());
    }

    static Loaded load(String text) {
        return DefinitionLoader.load(text.getBytes(UTF_8), KEYS);
    }
}
