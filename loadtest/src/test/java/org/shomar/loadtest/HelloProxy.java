package org.shomar.loadtest;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes TLS connections on, and counts which of them offer to take up an earlier session:
/// those whose ClientHello has a `pre_shared_key` (RFC 8446, section 4.2.11).
final class HelloProxy implements AutoCloseable {
    private static final int HANDSHAKE = 22;
    private static final int HANDSHAKE_HEADER_AND_VERSION_BYTES = 6;
    private static final int RANDOM_BYTES = 32;
    private static final int PRE_SHARED_KEY = 41;

    private final URI server;
    private final ServerSocket listening;
    private final AtomicInteger full = new AtomicInteger();
    private final AtomicInteger resuming = new AtomicInteger();

    HelloProxy(String server) throws IOException {
        this.server = URI.create(server);
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "https://127.0.0.1:" + listening.getLocalPort();
    }

    /// Connections that begin anew.
    int full() {
        return full.get();
    }

    /// Connections that offer an earlier session.
    int resuming() {
        return resuming.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket behind = new Socket(server.getHost(), server.getPort())) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] header = in.readNBytes(5);
            if (header.length == 5 && header[0] == HANDSHAKE) {
                byte[] hello = in.readNBytes(
                        Byte.toUnsignedInt(header[3]) << 8 | Byte.toUnsignedInt(header[4]));
                (offersSession(hello) ? resuming : full).incrementAndGet();
                behind.getOutputStream().write(header);
                behind.getOutputStream().write(hello);
            }
            Thread back = Thread.startVirtualThread(() -> pass(behind, client));
            pass(client, behind);
            back.join();
        } catch (IOException | InterruptedException ended) {
            // both ends close, which is all there is to do
        }
    }

    private static boolean offersSession(byte[] hello) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(hello));
        in.skipNBytes(HANDSHAKE_HEADER_AND_VERSION_BYTES + RANDOM_BYTES);
        in.skipNBytes(in.readUnsignedByte()); // the session's id
        in.skipNBytes(in.readUnsignedShort()); // cipher suites
        in.skipNBytes(in.readUnsignedByte()); // compression methods
        int left = in.readUnsignedShort();
        while (left > 0) {
            int type = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (type == PRE_SHARED_KEY) {
                return true;
            }
            in.skipNBytes(length);
            left -= 4 + length;
        }
        return false;
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException ended) {
            // the other end hears of it when it reads
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
