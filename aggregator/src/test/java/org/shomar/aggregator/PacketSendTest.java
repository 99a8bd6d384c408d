package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// Goal: who sends a packet and gets no answer of the server's is told, in both languages and
/// without a stack trace, to send the same file again.
///
/// Method: the command line against a door that is shut, one that hangs up, and one that
/// answers as a proxy does.
class PacketSendTest {
    private final Path folder;
    private final Path packet;

    PacketSendTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.packet = Files.writeString(folder.resolve("packet.cose"), "a packet");
    }

    private Shell.Result send(int port) {
        return Shell.run(
                "packet",
                "send",
                "--to=http://127.0.0.1:" + port,
                "--receipts=" + folder.resolve("receipts"),
                packet.toString());
    }

    private void assertSaysToSendAgain(Shell.Result result) {
        assertThat(result.exit()).as(result.errors()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors())
                .contains(packet.toString())
                .contains("Send the same file again")
                .contains("همین پرونده را دوباره بفرستید")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void saysSoWhenNobodyIsThere() {
        assertSaysToSendAgain(send(1));
    }

    @Test
    void saysSoWhenTheConnectionIsLost() throws IOException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    door.accept().close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertSaysToSendAgain(send(door.getLocalPort()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            useHeadersInDisplayName = true,
            textBlock = """
            status | body
            502    | <html>Bad Gateway</html>
            200    | <html>Sign in</html>
            201    | {}
            200    | {"packet":"../../packet","seq":7,"receipt":"no"}
            503    | {"error":"upstream"}
            504    | null
            200    | ``
            """)
    void saysSoWhenAProxyAnswers(int status, String body) throws IOException {
        HttpServer proxy =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        proxy.start();
        try {
            assertSaysToSendAgain(send(proxy.getAddress().getPort()));
            assertThat(folder.resolve("receipts")).doesNotExist();
        } finally {
            proxy.stop(0);
        }
    }
}
