package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.regex.Pattern;

/// Reads names: for people `{"fa": …, "en": …}`, for machines short words of few letters.
final class NameReader {
    static final int CODE_CHARS_MAX = 64;

    private static final Shape SHAPE = Shape.of().optional("fa", "en");
    private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1," + CODE_CHARS_MAX + "}");
    private static final Pattern AREA = Pattern.compile("[A-Za-z0-9-]{1," + CODE_CHARS_MAX + "}");

    private final Json json;
    private @Nullable String fa;
    private @Nullable String en;
    private boolean empty = true;

    private NameReader(Json json) {
        this.json = json;
    }

    static @Nullable Text name(Json json) throws IOException {
        return new NameReader(json).read();
    }

    /// A name of an election, a role or an officer.
    static @Nullable Found<String> word(Json json) throws IOException {
        return matching(json, WORD, "1 to 64 of a-z 0-9 - are expected");
    }

    static @Nullable Found<String> areaCode(Json json) throws IOException {
        return matching(json, AREA, "1 to 64 of A-Z a-z 0-9 - are expected");
    }

    private static @Nullable Found<String> matching(Json json, Pattern pattern, String expected)
            throws IOException {
        String text = json.text();
        if (text != null && !pattern.matcher(text).matches()) {
            json.fault(expected);
            return null;
        }
        return json.found(text);
    }

    private @Nullable Text read() throws IOException {
        int line = json.line();
        if (!json.object(SHAPE, this::member)) {
            return null;
        }
        if (empty) {
            json.fault(line, "a name needs \"fa\" or \"en\"");
        }
        return fa == null && en == null ? null : new Text(fa, en);
    }

    private void member(String member) throws IOException {
        empty = false;
        if (member.equals("fa")) {
            fa = json.text();
        } else {
            en = json.text();
        }
    }
}
