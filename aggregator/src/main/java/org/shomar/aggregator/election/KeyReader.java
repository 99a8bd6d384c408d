package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.KeyDraft;
import org.shomar.aggregator.election.Draft.OfficerDraft;

import java.io.IOException;
import java.util.Base64;

/// Reads public keys: an element of a branch's `keys`, or of `officers`.
final class KeyReader {
    static final int KEY_BYTES = 32;

    private static final Shape KEY = Shape.of("role", "key");
    private static final Shape OFFICER = Shape.of("officer", "role", "key");

    private final Json json;
    private @Nullable Found<String> officer;
    private @Nullable Found<String> role;
    private @Nullable Found<byte[]> raw;

    private KeyReader(Json json) {
        this.json = json;
    }

    static KeyDraft key(Json json) throws IOException {
        KeyReader reader = new KeyReader(json);
        json.object(KEY, reader::member);
        return new KeyDraft(reader.role, reader.raw);
    }

    static OfficerDraft officer(Json json) throws IOException {
        KeyReader reader = new KeyReader(json);
        json.object(OFFICER, reader::member);
        return new OfficerDraft(reader.officer, new KeyDraft(reader.role, reader.raw));
    }

    private void member(String member) throws IOException {
        switch (member) {
            case "officer" -> officer = NameReader.word(json);
            case "role" -> role = NameReader.word(json);
            case "key" -> raw = json.found(raw());
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private byte @Nullable [] raw() throws IOException {
        String text = json.text();
        if (text == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length != KEY_BYTES) {
                json.fault("a public key has 32 bytes, not " + bytes.length);
                return null;
            }
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        json.fault("not base64 (RFC 4648 section 4, with padding)");
        return null;
    }
}
