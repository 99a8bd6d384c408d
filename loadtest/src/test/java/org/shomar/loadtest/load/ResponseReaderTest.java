package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Goal: an answer is the same however the network cuts it.
///
/// Method: answers of all shapes, fed in pieces of every size.
class ResponseReaderTest {
    private static final String ANSWERS = """
            HTTP/1.1 201 Created\r
            content-type: application/json\r
            Content-Length: 5\r
            \r
            {"a"}HTTP/1.1 100 Continue\r
            \r
            HTTP/1.1 503 Service Unavailable\r
            retry-after: 3\r
            connection: close\r
            content-length: 0\r
            \r
            HTTP/1.1 200 OK\r
            Transfer-Encoding: chunked\r
            \r
            3\r
            abc\r
            a;x=y\r
            0123456789\r
            0\r
            \r
            HTTP/1.1 400 Bad Request\r
            Content-Length: 2\r
            \r
            no""";

    private final List<String> heard = new ArrayList<>();

    private ResponseReader reader() {
        return new ResponseReader(new ResponseReader.Sink() {
            private final StringBuilder body = new StringBuilder();

            @Override
            public void head(int status, int retryAfterSeconds) {
                body.append(status).append(' ').append(retryAfterSeconds).append(' ');
            }

            @Override
            public void body(byte[] bytes, int from, int to) {
                body.append(new String(bytes, from, to - from, US_ASCII));
            }

            @Override
            public void end(boolean closes) {
                heard.add(body + (closes ? " closes" : ""));
                body.setLength(0);
            }

            @Override
            public void broken(String why) {
                heard.add("broken: " + why);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 100, 10_000})
    void readsAnswersInPiecesOfAnySize(int size) {
        ResponseReader reader = reader();
        byte[] bytes = ANSWERS.getBytes(US_ASCII);
        for (int at = 0; at < bytes.length; at += size) {
            reader.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        assertThat(heard)
                .containsExactly(
                        "201 0 {\"a\"}", "503 3  closes", "200 0 abc0123456789", "400 0 no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNoHttpIsBroken(String text) {
        reader().feed(text.getBytes(US_ASCII));
        assertThat(heard).singleElement().asString().startsWith("broken: ");
    }

    @Test
    void aLineWithoutEndIsBroken() {
        reader().feed("H".repeat(ResponseReader.HEAD_BYTES_MAX + 1).getBytes(US_ASCII));
        assertThat(heard).singleElement().asString().startsWith("broken: ");
    }

    @Test
    void findsWhatItNeedsInAnAnswer() {
        String line = "{\"status\":201,\"packet\":\"ab\",\"state\":\"counted\",\"seq\":4711,"
                + "\"contestSeq\":12,\"findings\":[],"
                + "\"receipt\":\"c2sp.org/tlog-proof@v1\\nindex 4710\\n\"}\n"
                + "{\"status\":503,\"problem\":{\"code\":\"overloaded\",\"retryAfter\":2}}\n{\"sta";
        Bytes bytes = new Bytes();
        bytes.append(line.getBytes(US_ASCII), 0, line.length());
        List<Reply> replies = new ArrayList<>();
        assertThat(Reply.lines(bytes, replies::add)).isEqualTo(line.length() - 5);
        Supplier<String> ignored = () -> "";
        assertThat(replies)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("receipt")
                .containsExactly(
                        new Reply(201, 0, 4711, 4710, "", ignored),
                        new Reply(503, 2, -1, -1, "overloaded", ignored));
        assertThat(replies)
                .extracting(reply -> reply.receipt().get())
                .containsExactly("c2sp.org/tlog-proof@v1\\nindex 4710\\n", "");
    }
}
