package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body that can be answered to any number of requests.
///
/// @param etag    quoted, as in the header
/// @param gzipped the same body compressed, null when it is answered as it is only
@SuppressWarnings("ArrayRecordComponent") // compared by etag
record Content(String type, byte[] body, String etag, Reuse reuse, byte @Nullable [] gzipped) {
    static final String JSON = "application/json";

    private static final int ETAG_DIGITS = 32;
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    /// What caches between here and the reader may do.
    enum Reuse {
        /// Keep it, and ask each time whether it is still the same.
        ASK("no-cache"),
        /// Keep it for a year and never ask.
        FOR_EVER("public, max-age=31536000, immutable");

        private final String header;

        Reuse(String header) {
            this.header = header;
        }

        /// The header `Cache-Control`.
        String header() {
            return header;
        }
    }

    /// What may change.
    Content(String type, byte[] body, String etag) {
        this(type, body, etag, Reuse.ASK, null);
    }

    /// With an entity tag made of the bytes.
    static Content of(String type, byte[] body) {
        return new Content(type, body, tag(body));
    }

    /// What never changes, with an entity tag made of the bytes.
    static Content lasting(String type, byte[] body) {
        return new Content(type, body, tag(body), Reuse.FOR_EVER, null);
    }

    /// The same, also compressed.
    Content with(byte[] compressed) {
        return new Content(type, body, etag, reuse, compressed);
    }

    /// Bytes that are held.
    long bytes() {
        byte[] small = gzipped;
        return (long) body.length + (small == null ? 0 : small.length);
    }

    /// Whether `If-None-Match` (RFC 9110 section 13.1.2, weak comparison) names this tag.
    static boolean matches(String ifNoneMatch, String etag) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(ifNoneMatch);
        while (tags.find()) {
            if (tags.group(1).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private static String tag(byte[] body) {
        return "\"" + Digest.sha256(body).toString().substring(0, ETAG_DIGITS) + "\"";
    }
}
