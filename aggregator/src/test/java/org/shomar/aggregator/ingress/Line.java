package org.shomar.aggregator.ingress;

import io.vertx.core.json.JsonObject;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A client that writes bytes and reads HTTP/1.1 answers, and nothing cleverer.
record Line(Socket socket, InputStream in) implements AutoCloseable {
    /// @param headers by name in lower case
    @SuppressWarnings("ArrayRecordComponent") // a test compares what it wants
    record Reply(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        List<JsonObject> lines() {
            return text().lines().map(JsonObject::new).toList();
        }
    }

    static Line to(int port) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static Line over(Socket socket) throws IOException {
        socket.setSoTimeout(Door.WAIT_SECONDS * 1_000);
        socket.setTcpNoDelay(true);
        return new Line(socket, new BufferedInputStream(socket.getInputStream()));
    }

    Line send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Line send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// A whole request with one message.
    Line post(byte[] message) throws IOException {
        return send(head("/v1/packets", "application/cose", "Content-Length: " + message.length))
                .send(message);
    }

    /// The header of a batch in chunks; [#chunk] and [#lastChunk] go on.
    Line openBatch() throws IOException {
        return send(
                head("/v1/packets/batch", "application/cbor-seq", "Transfer-Encoding: chunked"));
    }

    Line chunk(byte[] bytes) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(FakeIntake.ascii(Integer.toHexString(bytes.length) + "\r\n"));
        chunk.writeBytes(bytes);
        chunk.writeBytes(FakeIntake.ascii("\r\n"));
        return send(chunk.toByteArray());
    }

    Line lastChunk() throws IOException {
        return send("0\r\n\r\n");
    }

    static String head(String path, String type, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    Reply reply() throws IOException {
        return reply(true);
    }

    /// The answer to HEAD and the interim 100 have no body.
    Reply reply(boolean withBody) throws IOException {
        String[] statusLine = textLine().split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = textLine(); !line.isEmpty(); line = textLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(statusLine[1]);
        byte[] body = withBody && status >= 200 ? body(headers) : new byte[0];
        return new Reply(status, headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            textLine();
        }
        textLine();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(textLine(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the answer ends in the middle");
        }
        return bytes;
    }

    private String textLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed instead of an answer, after: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /// Waits until the server has closed; false when it sends something instead.
    boolean closedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
