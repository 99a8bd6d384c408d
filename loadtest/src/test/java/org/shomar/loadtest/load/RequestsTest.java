package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Goal: a request holds its packets in their order, says how long they are, and when the
/// oldest of them was meant to be sent.
///
/// Method: reads the bytes of requests; between two of them, times differ as they were meant.
class RequestsTest {
    private static final Pattern TEXT = Pattern.compile(
            "POST (\\S+) HTTP/1\\.1\\r\\nHost: 127\\.0\\.0\\.1:8443\\r\\nContent-Type: (\\S+)\\r\\n"
                    + "X-Request-Start: t=(\\d{10})\\.(\\d{6})\\r\\nContent-Length: (\\d+)\\r\\n\\r\\n"
                    + "(.*)",
            Pattern.DOTALL);
    private static final int COUNT = 5;
    private static final long NEVER = Long.MAX_VALUE;

    /// @param startMicros when it was meant to be sent, since 1970
    @SuppressWarnings("ArrayRecordComponent") // a test compares what it wants
    private record Read(String path, String type, long startMicros, int length, byte[] body) {
        static Read of(byte[] request) {
            Matcher text = TEXT.matcher(new String(request, ISO_8859_1));
            assertThat(text.matches()).as(new String(request, ISO_8859_1)).isTrue();
            return new Read(
                    text.group(1),
                    text.group(2),
                    Long.parseLong(text.group(3) + text.group(4)),
                    Integer.parseInt(text.group(5)),
                    text.group(6).getBytes(ISO_8859_1));
        }
    }

    @Test
    void aBatchIsAsOldAsItsOldestPacket(@TempDir Path folder) throws IOException {
        Work work = work(folder, "batch:20");
        Requests requests = requests("batch:20", work);
        Read batch = Read.of(requests.of(List.of(3, 1, 2), seconds(9)));
        Read alone = Read.of(requests.of(List.of(3), seconds(9)));

        assertThat(batch.path()).isEqualTo("/v1/packets/batch");
        assertThat(batch.type()).isEqualTo("application/cbor-seq");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        List.of(3, 1, 2).forEach(n -> messages.writeBytes(work.stock().message(n)));
        assertThat(batch.body()).isEqualTo(messages.toByteArray()).hasSize(batch.length());
        assertThat(alone.startMicros() - batch.startMicros()).isEqualTo(micros(2));
    }

    @Test
    void onePacketIsARequestOfItsOwn(@TempDir Path folder) throws IOException {
        Work work = work(folder, "keep-alive");
        Requests requests = requests("keep-alive", work);
        Read first = Read.of(requests.of(List.of(1), seconds(9)));
        Read second = Read.of(requests.of(List.of(2), seconds(9)));

        assertThat(first.path()).isEqualTo("/v1/packets");
        assertThat(first.type()).isEqualTo("application/cose");
        assertThat(first.body()).isEqualTo(work.stock().message(1)).hasSize(first.length());
        assertThat(second.startMicros() - first.startMicros()).isEqualTo(micros(1));
    }

    /// One that is sent as soon as it can be, or before it is meant to be whole.
    @Test
    void nothingIsMeantToBeSentInTheFuture(@TempDir Path folder) throws IOException {
        Work work = work(folder, "keep-alive");
        work.journal().intend(2, NEVER);
        Requests requests = requests("keep-alive", work);
        Read first = Read.of(requests.of(List.of(1), seconds(9)));
        Read now = Read.of(requests.of(List.of(2), seconds(9)));
        assertThat(now.startMicros() - first.startMicros()).isEqualTo(micros(8));
    }

    private static Requests requests(String mode, Work work) {
        Endpoint ingest = Endpoint.ingest(URI.create("http://127.0.0.1:8443"), null);
        Requests requests = new Requests(ingest, Ways.of(mode, 1, true, false), work);
        requests.begin(System.nanoTime());
        return requests;
    }

    /// Packet `n` is meant to be sent after `n` seconds.
    private static Work work(Path folder, String mode) throws IOException {
        Roll roll = SmallNight.in(folder);
        int pairs = roll.pairs().size();
        Script script = new Script(1, Mix.parse(""), pairs, COUNT);
        long[] intended = new long[COUNT];
        for (int n = 0; n < COUNT; n++) {
            intended[n] = seconds(n);
        }
        return new Work(script, SmallLane.stock(script, roll, mode), new Journal(intended), pairs);
    }

    private static long seconds(int count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private static long micros(int seconds) {
        return TimeUnit.SECONDS.toMicros(seconds);
    }
}
