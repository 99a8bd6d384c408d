package org.shomar.loadtest.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Reads the answers of one HTTP/1.1 connection (RFC 9112) from chunks of bytes, whatever
/// the chunks. Of the head only what the load generator needs is read: status, length,
/// `Retry-After` and whether the connection ends.
///
/// This is here, and not a client library, because the generator shares the machine with
/// the server it measures: an answer costs about a microsecond.
final class ResponseReader {
    static final int HEAD_BYTES_MAX = 65_536;

    private static final int FIRST_BYTES = 1_024;
    private static final int NO_LENGTH = -1;

    private final Sink sink;
    private State state = State.HEAD;
    private byte[] line = new byte[FIRST_BYTES];
    private int lineLength;

    private int status;
    private long left;
    private boolean chunked;
    private int retryAfterSeconds;
    private boolean closes;

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        BROKEN
    }

    /// Who hears of an answer.
    interface Sink {
        /// @param retryAfterSeconds 0 when the answer does not say
        void head(int status, int retryAfterSeconds);

        /// Part of the body; the array is not kept.
        void body(byte[] bytes, int from, int to);

        /// @param closes whether the server ends the connection after this answer
        void end(boolean closes);

        /// Not HTTP; nothing follows.
        void broken(String why);
    }

    ResponseReader(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && state != State.BROKEN) {
            at = switch (state) {
                case BODY, CHUNK -> content(bytes, at);
                case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> line(bytes, at);
                case BROKEN -> bytes.length;
            };
        }
    }

    private int content(byte[] bytes, int from) {
        int to = (int) Math.min(bytes.length, from + left);
        sink.body(bytes, from, to);
        left -= to - from;
        if (left == 0) {
            if (state == State.CHUNK) {
                state = State.CHUNK_END;
            } else {
                end();
            }
        }
        return to;
    }

    /// Takes bytes up to the end of a line, and acts on the line when it is whole.
    private int line(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        keep(bytes, from, at);
        if (at == bytes.length) {
            return at;
        }
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        switch (state) {
            case HEAD -> headLine(length);
            case CHUNK_SIZE -> chunkSize(length);
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILER -> {
                if (length == 0) {
                    end();
                }
            }
            case BODY, CHUNK, BROKEN -> throw new IllegalStateException("a line in " + state);
        }
        return at + 1;
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        if (lineLength + length > HEAD_BYTES_MAX) {
            fail("a line of the answer has more than " + HEAD_BYTES_MAX + " bytes");
            return;
        }
        if (lineLength + length > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, lineLength + length));
        }
        System.arraycopy(bytes, from, line, lineLength, length);
        lineLength += length;
    }

    private void headLine(int length) {
        if (status == 0) {
            statusLine(length);
        } else if (length == 0) {
            headEnds();
        } else {
            header(length);
        }
    }

    private void statusLine(int length) {
        if (length < 12 || line[0] != 'H' || line[8] != ' ') {
            fail("the answer does not begin with HTTP/1.1 and a status");
            return;
        }
        status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
        left = NO_LENGTH;
    }

    /// Only the first letter is looked at of most headers.
    private void header(int length) {
        switch (line[0] | 0x20) {
            case 'c', 't', 'r' -> {
                String text = new String(line, 0, length, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
                int colon = text.indexOf(':');
                if (colon > 0) {
                    header(text.substring(0, colon), text.substring(colon + 1).strip());
                }
            }
            default -> {}
        }
    }

    private void header(String name, String value) {
        switch (name) {
            case "content-length" -> left = number(value);
            case "transfer-encoding" -> chunked = value.equals("chunked");
            case "connection" -> closes = value.equals("close");
            case "retry-after" -> retryAfterSeconds = (int) Math.max(0, number(value));
            default -> {}
        }
    }

    private static long number(String digits) {
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : NO_LENGTH;
    }

    private void headEnds() {
        boolean interim = status < 200;
        if (interim) {
            status = 0;
            return;
        }
        sink.head(status, retryAfterSeconds);
        if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (left > 0) {
            state = State.BODY;
        } else if (left == 0) {
            end();
        } else {
            fail("the answer has neither a length nor chunks");
        }
    }

    private void chunkSize(int length) {
        long size = 0;
        int at = 0;
        while (at < length && Character.digit(line[at], 16) >= 0 && size <= Integer.MAX_VALUE) {
            size = size * 16 + Character.digit(line[at++], 16);
        }
        if (at == 0) {
            fail("a chunk has no size");
        } else if (size == 0) {
            state = State.TRAILER;
        } else {
            left = size;
            state = State.CHUNK;
        }
    }

    private void end() {
        boolean last = closes;
        state = State.HEAD;
        status = 0;
        chunked = false;
        closes = false;
        retryAfterSeconds = 0;
        sink.end(last);
    }

    private void fail(String why) {
        state = State.BROKEN;
        sink.broken(why);
    }
}
