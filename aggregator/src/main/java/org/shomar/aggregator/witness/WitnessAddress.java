package org.shomar.aggregator.witness;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A witness to ask: whose signature counts, and where it is got.
///
/// @param key of type [NoteKey.Type#WITNESS]
/// @param url the submission prefix, `http` or `https`, without a slash at the end;
///            `/add-checkpoint` follows it
public record WitnessAddress(NoteKey key, URI url) {
    /// A vkey has no `://`, so the first one begins the address.
    private static final Pattern PAIR = Pattern.compile("(.+?)=(https?://.*)");

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)");

    /// Reads `VKEY=URL`.
    ///
    /// @throws UnfitTextException when it is not that
    public static WitnessAddress parse(String text, KeyDecoder decoder) throws UnfitTextException {
        Matcher pair = PAIR.matcher(text.strip());
        if (!pair.matches()) {
            throw new UnfitTextException("a witness is VKEY=URL, such as"
                    + " paper.example/witness+a1b2c3d4+BA…=https://witness.paper.example, not "
                    + text);
        }
        return of(pair.group(1), pair.group(2), decoder);
    }

    /// Reads a file of witnesses: one `vkey url` a line; `#` begins a comment.
    ///
    /// @throws UnfitTextException that names the first line that is wrong
    public static List<WitnessAddress> parseFile(String text, KeyDecoder decoder)
            throws UnfitTextException {
        List<WitnessAddress> found = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
            String content = comment < 0 ? line : line.substring(0, comment).strip();
            if (!content.isEmpty()) {
                found.add(line(content, number, decoder));
            }
        }
        return List.copyOf(found);
    }

    private static WitnessAddress line(String content, int number, KeyDecoder decoder)
            throws UnfitTextException {
        Matcher line = LINE.matcher(content);
        if (!line.matches()) {
            throw new UnfitTextException("line " + number
                    + ": a witness is a vkey, a blank, and a URL, not: " + content);
        }
        try {
            return of(line.group(1), line.group(2), decoder);
        } catch (UnfitTextException e) {
            throw new UnfitTextException("line " + number + ": " + e.getMessage());
        }
    }

    private static WitnessAddress of(String vkey, String url, KeyDecoder decoder)
            throws UnfitTextException {
        NoteKey key = NoteKey.parse(vkey, decoder);
        if (key.type() != NoteKey.Type.WITNESS) {
            throw new UnfitTextException("the key " + vkey + " is of a log, not of a witness");
        }
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (isPrefix(uri)) {
                return new WitnessAddress(key, uri);
            }
        } catch (URISyntaxException notUrl) {
            // said below
        }
        throw new UnfitTextException("the address of a witness is like"
                + " https://witness.paper.example or http://10.0.0.7:8086/w1, not " + url);
    }

    private static boolean isPrefix(URI uri) {
        @Nullable String scheme = uri.getScheme();
        return uri.getHost() != null
                && ("http".equals(scheme) || "https".equals(scheme))
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }
}
