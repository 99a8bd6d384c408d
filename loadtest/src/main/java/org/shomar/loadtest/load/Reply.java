package org.shomar.loadtest.load;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// What was answered for one packet, as far as the generator looks at it.
///
/// @param seq          [AnswerScan#NONE] when it was not stored
/// @param receiptIndex [AnswerScan#NONE] without a receipt
/// @param code         of the problem; empty when it was stored
/// @param receipt      its text as the JSON has it, empty without one; to be asked before the
///                     next answer is read into the same bytes
record Reply(
        int status,
        int retryAfterSeconds,
        long seq,
        long receiptIndex,
        String code,
        Supplier<String> receipt) {
    /// Of a request with one packet.
    static Reply whole(int status, int retryAfterSeconds, Bytes body) {
        return of(status, retryAfterSeconds, body.array(), 0, body.length());
    }

    /// Takes the whole lines of a batch's answer.
    ///
    /// @return bytes taken
    static int lines(Bytes body, Consumer<Reply> each) {
        byte[] bytes = body.array();
        int from = 0;
        for (int at = 0; at < body.length(); at++) {
            if (bytes[at] == '\n') {
                int status = AnswerScan.status(bytes, from, at);
                int retryAfter = isStored(status) ? 0 : AnswerScan.retryAfter(bytes, from, at);
                each.accept(of(status, retryAfter, bytes, from, at));
                from = at + 1;
            }
        }
        return from;
    }

    private static Reply of(int status, int retryAfterSeconds, byte[] bytes, int from, int to) {
        return isStored(status)
                ? new Reply(
                        status,
                        retryAfterSeconds,
                        AnswerScan.seq(bytes, from, to),
                        AnswerScan.receiptIndex(bytes, from, to),
                        "",
                        () -> AnswerScan.receipt(bytes, from, to))
                : new Reply(
                        status,
                        retryAfterSeconds,
                        AnswerScan.NONE,
                        AnswerScan.NONE,
                        AnswerScan.text("code", bytes, from, to),
                        () -> "");
    }

    private static boolean isStored(int status) {
        return status == 200 || status == 201;
    }

    boolean stored() {
        return isStored(status) && seq != AnswerScan.NONE;
    }

    /// Whether the server asks for the same bytes at another time.
    boolean later() {
        return status == 503 || status == 429 || status == 408;
    }
}
