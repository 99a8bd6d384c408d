package org.shomar.loadtest.load;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;

import java.util.ArrayList;
import java.util.List;

/// Some of the receipts that a lane was handed, to be checked after the run. Every k-th is
/// kept; when there are too many, every second of them goes and k doubles. So they are spread
/// over the run however long it is, and take some 5 MB at most. For one event loop.
final class ReceiptSample {
    static final int KEPT_MAX = 2_048;

    private final List<Kept> kept = new ArrayList<>();
    private long step = 1;
    private long offered;

    /// @param packet  that was acknowledged
    /// @param seq     that it was answered by
    /// @param receipt as it stands in the JSON of the answer; empty without one
    record Kept(int packet, long seq, String receipt) {
        /// The receipt without the escapes of JSON; empty when it is no text.
        String text() {
            try {
                return new JsonArray("[\"" + receipt + "\"]").getString(0);
            } catch (DecodeException noText) {
                return "";
            }
        }
    }

    void offer(int packet, Reply reply) {
        if (offered++ % step != 0) {
            return;
        }
        if (kept.size() == KEPT_MAX) {
            thinOut();
        }
        if ((offered - 1) % step == 0) {
            kept.add(new Kept(packet, reply.seq(), reply.receipt().get()));
        }
    }

    private void thinOut() {
        step *= 2;
        List<Kept> half = new ArrayList<>();
        for (int i = 0; i < kept.size(); i += 2) {
            half.add(kept.get(i));
        }
        kept.clear();
        kept.addAll(half);
    }

    List<Kept> kept() {
        return List.copyOf(kept);
    }
}
