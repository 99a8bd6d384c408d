package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// The content coding gzip: who takes it, and making it.
final class Codings {
    static final String GZIP = "gzip";

    private static final Pattern REFUSED = Pattern.compile("\\s*q\\s*=\\s*0(\\.0*)?\\s*");

    private Codings() {}

    /// Whether `Accept-Encoding` asks for gzip (RFC 9110 section 12.5.3). Who says nothing
    /// gets the bytes as they are.
    ///
    /// @param headers each such header of the request
    static boolean acceptsGzip(List<String> headers) {
        Boolean any = null;
        for (String header : headers) {
            for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = element.split(";", 2);
                String coding = parts[0].strip();
                boolean wanted = parts.length == 1 || !REFUSED.matcher(parts[1]).matches();
                if (coding.equals(GZIP) || coding.equals("x-gzip")) {
                    return wanted;
                }
                if (coding.equals("*")) {
                    any = wanted;
                }
            }
        }
        return isTrue(any);
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return value != null && value;
    }

    /// Milliseconds for a full bundle: not for an event loop.
    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
