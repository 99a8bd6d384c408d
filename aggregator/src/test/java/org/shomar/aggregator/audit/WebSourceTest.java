package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Goal: no server can keep an auditor waiting, or fill its memory, with one answer.
///
/// Method: a socket that writes the head of an answer, and then too little or too much.
@Timeout(60)
class WebSourceTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);
    private static final byte[] PART = new byte[100];

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    WebSourceTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    /// What comes after the head.
    @FunctionalInterface
    private interface Rest {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private WebSource source(int status, Rest rest, Duration silenceMax, Duration answerMax) {
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                acceptOne(status, rest);
            }
        });
        return new WebSource(
                URI.create("http://127.0.0.1:" + door.getLocalPort()), silenceMax, answerMax);
    }

    private void acceptOne(int status, Rest rest) {
        try {
            Socket caller = door.accept();
            Thread.ofVirtual().start(() -> answer(caller, status, rest));
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void answer(Socket caller, int status, Rest rest) {
        try (caller) {
            assertThat(caller.getInputStream().read(new byte[1_024])).isPositive();
            OutputStream out = caller.getOutputStream();
            out.write(("HTTP/1.1 " + status + " said\r\nContent-Length: 1000000000\r\n\r\n")
                    .getBytes(US_ASCII));
            rest.write(out);
        } catch (IOException | InterruptedException hungUp) {
            // as it should
        }
    }

    @Test
    void givesUpABodyThatStops() {
        Rest stops = out -> {
            out.write(PART);
            TimeUnit.DAYS.sleep(1);
        };
        assertThatThrownBy(() -> source(200, stops, SHORT, LONG).get("checkpoint", 10_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not come to its end");
    }

    @Test
    void givesUpABodyThatTrickles() {
        Rest trickles = out -> {
            while (true) {
                out.write(1);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        };
        assertThatThrownBy(() -> source(200, trickles, LONG, SHORT).get("checkpoint", 10_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not come to its end");
    }

    @Test
    void takesOneByteMoreThanItMayAndNoMore() throws IOException {
        Rest endless = out -> {
            while (true) {
                out.write(PART);
            }
        };
        assertThat(source(200, endless, LONG, LONG).get("checkpoint", 10_000))
                .isInstanceOfSatisfying(Source.Fetched.Body.class, body -> assertThat(body.bytes())
                        .hasSize(10_001));
    }

    @Test
    void doesNotReadTheWholeOfAnEndlessError() throws IOException {
        Rest endless = out -> {
            while (true) {
                out.write(PART);
            }
        };
        assertThat(source(404, endless, LONG, LONG).get("checkpoint", 10_000))
                .isEqualTo(new Source.Fetched.Absent(404));
    }
}
