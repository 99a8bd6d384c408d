package org.shomar.aggregator.feed;

import io.vertx.core.buffer.Buffer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A reader without a WebSocket library: sees the bytes, and reads only when told to.
final class RawReader implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PONG = 10;

    private static final String HANDSHAKE = "GET " + Routes.FEED + " HTTP/1.1\r\n"
            + "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + "Sec-WebSocket-Protocol: " + PublicPlane.SUBPROTOCOL + "\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    record Frame(int opcode, Buffer payload) {
        String text() {
            return payload.toString();
        }
    }

    /// @param headers more lines of the request, each with its end
    RawReader(int port, String headers) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Duration.ofSeconds(PublicServer.WAIT_SECONDS).toMillis());
        in = new DataInputStream(socket.getInputStream());
        write((HANDSHAKE + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        answer = header();
    }

    RawReader(int port) throws IOException {
        this(port, "Sec-WebSocket-Version: 13\r\n");
    }

    /// The first line of the answer to the request.
    String answer() {
        return answer;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// An empty one, masked with zeros.
    void ping() throws IOException {
        write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
    }

    /// So many in one write, numbered from 0 in their payload.
    void pings(int count) throws IOException {
        Buffer pings = Buffer.buffer();
        for (int ping = 0; ping < count; ping++) {
            pings.appendShort((short) 0x8984).appendInt(0).appendInt(ping);
        }
        write(pings.getBytes());
    }

    /// A message of at most 125 bytes, masked with zeros.
    void send(String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        write(Buffer.buffer()
                .appendUnsignedByte((short) 0x81)
                .appendUnsignedByte((short) (0x80 | text.length))
                .appendInt(0)
                .appendBytes(text)
                .getBytes());
    }

    byte[] bytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first & 0x0f, Buffer.buffer(in.readNBytes(length)));
    }

    /// Whether nothing more comes.
    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String header() throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) in.readUnsignedByte());
        }
        return header.substring(0, header.indexOf("\r\n"));
    }
}
