package org.shomar.aggregator.feed;

import org.shomar.aggregator.packet.Digest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body that can be answered to any number of requests.
///
/// @param etag quoted, as in the header
@SuppressWarnings("ArrayRecordComponent") // compared by etag
record Content(String type, byte[] body, String etag) {
    static final String JSON = "application/json";

    private static final int ETAG_DIGITS = 32;
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    /// With an entity tag made of the bytes.
    static Content of(String type, byte[] body) {
        String hash = Digest.sha256(body).toString().substring(0, ETAG_DIGITS);
        return new Content(type, body, "\"" + hash + "\"");
    }

    /// Whether `If-None-Match` (RFC 9110 section 13.1.2, weak comparison) names this content.
    boolean matches(String ifNoneMatch) {
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
}
