package org.shomar.loadtest.load;

import java.nio.charset.StandardCharsets;

/// Finds what the generator needs in the JSON of an answer without parsing it: `seq`, and
/// whether there is a receipt and it is of that entry. The members before `seq` have no text
/// that a branch chose, so the first `"seq":` is the right one; Shomar writes no white space.
final class AnswerScan {
    static final long NONE = -1;

    private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELTA =
            "\"kind\":\"delta\",\"from\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RECEIPT = "\"receipt\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INDEX = "\\nindex ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STATUS = "{\"status\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY_AFTER = "\"retryAfter\":".getBytes(StandardCharsets.US_ASCII);

    private AnswerScan() {}

    /// The entry's number; [#NONE] when the answer has none.
    static long seq(byte[] bytes, int from, int to) {
        return numberAfter(SEQ, bytes, from, to);
    }

    /// Of a frame that has a difference at this place, the state before it; [#NONE] elsewhere.
    static long deltaFrom(byte[] bytes, int at, int to) {
        return numberAfter(DELTA, bytes, at, Math.min(to, at + DELTA.length), to);
    }

    /// Of a receipt, the leaf index; [#NONE] without a receipt.
    static long receiptIndex(byte[] bytes, int from, int to) {
        int receipt = find(RECEIPT, bytes, from, to);
        return receipt < 0 ? NONE : numberAfter(INDEX, bytes, receipt, to);
    }

    /// A receipt as the JSON has it; empty without one.
    static String receipt(byte[] bytes, int from, int to) {
        return text("receipt", bytes, from, to);
    }

    /// Of a line of a batch; 0 when it does not begin as one.
    static int status(byte[] bytes, int from, int to) {
        return find(STATUS, bytes, from, Math.min(to, from + STATUS.length)) == from + STATUS.length
                ? (int) numberAt(bytes, from + STATUS.length, to)
                : 0;
    }

    /// Seconds; 0 when the line does not say.
    static int retryAfter(byte[] bytes, int from, int to) {
        return (int) Math.max(0, numberAfter(RETRY_AFTER, bytes, from, to));
    }

    /// The text of a member such as `code`; empty when there is none.
    static String text(String member, byte[] bytes, int from, int to) {
        byte[] name = ("\"" + member + "\":\"").getBytes(StandardCharsets.US_ASCII);
        int at = find(name, bytes, from, to);
        int end = at;
        while (at >= 0 && end < to && bytes[end] != '"') {
            end++;
        }
        return at < 0 ? "" : new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    private static long numberAfter(byte[] name, byte[] bytes, int from, int to) {
        return numberAfter(name, bytes, from, to, to);
    }

    /// @param nameTo where the name ends at the latest
    private static long numberAfter(byte[] name, byte[] bytes, int from, int nameTo, int to) {
        int at = find(name, bytes, from, nameTo);
        return at < 0 ? NONE : numberAt(bytes, at, to);
    }

    private static long numberAt(byte[] bytes, int from, int to) {
        long number = 0;
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        return at == from ? NONE : number;
    }

    /// Where what follows the first occurrence begins; -1 for none.
    static int find(byte[] wanted, byte[] bytes, int from, int to) {
        byte first = wanted[0];
        for (int at = from; at <= to - wanted.length; at++) {
            if (bytes[at] == first && matches(wanted, bytes, at)) {
                return at + wanted.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] wanted, byte[] bytes, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
