package org.shomar.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads an answer from a socket on which a test spoke HTTP by hand.
final class RawReply {
    private RawReply() {}

    /// One answer with a `Content-Length`.
    static Client.Reply read(InputStream in) throws IOException {
        String first = line(in);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon),
                    List.of(header.substring(colon + 1).strip()));
        }
        int length = Integer.parseInt(
                headers.getOrDefault("Content-Length", List.of("0")).getFirst());
        byte[] body = in.readNBytes(length);
        return new Client.Reply(
                Integer.parseInt(first.split(" ", 3)[1]),
                new String(body, UTF_8),
                HttpHeaders.of(headers, (name, value) -> true));
    }

    /// A line without its end.
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended after: " + line);
            }
            line.append(new String(new byte[] {(byte) next}, ISO_8859_1));
        }
        return line.toString().strip();
    }
}
