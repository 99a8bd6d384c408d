package org.shomar.aggregator.verify;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Text;

/// A rule that applies to a packet.
///
/// @param code public code such as `H-201`
/// @param text what the rule says, in Persian and English, both there and without
///             characters that JSON escapes
public record Finding(String code, Effect effect, Text text) {
    public Finding {
        requirePlain(code);
        requirePlain(text.fa());
        requirePlain(text.en());
    }

    /// `{"code":"H-201","effect":"hold","text":{"fa":"…","en":"…"}}`, the member order of the
    /// wire.
    public String json() {
        return "{\"code\":\"" + code + "\",\"effect\":\"" + effect.word() + "\",\"text\":{\"fa\":\""
                + text.fa() + "\",\"en\":\"" + text.en() + "\"}}";
    }

    private static void requirePlain(@Nullable String words) {
        if (words == null || words.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("a finding needs plain words, not " + words);
        }
    }
}
