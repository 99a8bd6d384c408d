package org.shomar.loadtest.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one reader follows and has. Frames are not parsed: topic, sequence and what a
/// difference begins from stand at their beginning. A difference from a state that the reader
/// does not have shows it nothing: as the contract says, it waits for a snapshot.
final class Listener {
    static final int NO_CONTEST = -1;

    /// Topic and sequence stand within.
    static final int HEAD_BYTES = 256;
    private static final Pattern CONTEST = Pattern.compile("contest/([0-9]+).*");

    private final boolean slow;
    private final List<String> names;
    private final byte[][] heads;
    private final int[] contests;
    private final long[] seqs;

    /// Who hears that a topic was carried on.
    interface Carried {
        /// @param after sequence that the reader had
        void carried(int contest, long after, long seq);
    }

    Listener(boolean slow, List<String> topics) {
        this.slow = slow;
        this.names = topics;
        this.heads = topics.stream()
                .map(name -> ("{\"topic\":\"" + name + "\",").getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.contests = topics.stream().mapToInt(Listener::contest).toArray();
        this.seqs = new long[topics.size()];
        Arrays.fill(seqs, AnswerScan.NONE);
    }

    private static int contest(String topic) {
        Matcher contest = CONTEST.matcher(topic);
        return contest.matches() ? Integer.parseInt(contest.group(1)) : NO_CONTEST;
    }

    boolean slow() {
        return slow;
    }

    /// The message that subscribes, also when coming back.
    String wish() {
        JsonObject after = new JsonObject();
        for (int i = 0; i < seqs.length; i++) {
            if (seqs[i] != AnswerScan.NONE) {
                after.put(names.get(i), seqs[i]);
            }
        }
        return new JsonObject()
                .put("subscribe", new JsonArray(names))
                .put("after", after)
                .encode();
    }

    /// @param head the first bytes of a text frame, up to `HEAD_BYTES` of them
    void frame(byte[] head, int length, Carried carried) {
        for (int i = 0; i < heads.length; i++) {
            if (AnswerScan.find(heads[i], head, 0, Math.min(length, heads[i].length)) > 0) {
                long seq = AnswerScan.seq(head, heads[i].length, length);
                long from = AnswerScan.deltaFrom(head, heads[i].length, length);
                if (seq > seqs[i] && (from == AnswerScan.NONE || from == seqs[i])) {
                    if (seqs[i] != AnswerScan.NONE && contests[i] != NO_CONTEST) {
                        carried.carried(contests[i], seqs[i], seq);
                    }
                    seqs[i] = seq;
                }
                return;
            }
        }
    }

    /// Whether it has been shown each contest that it follows up to these sequences.
    boolean has(Map<Integer, Long> lastSeqs) {
        for (int i = 0; i < seqs.length; i++) {
            if (contests[i] != NO_CONTEST && seqs[i] < lastSeqs.getOrDefault(contests[i], 0L)) {
                return false;
            }
        }
        return true;
    }
}
