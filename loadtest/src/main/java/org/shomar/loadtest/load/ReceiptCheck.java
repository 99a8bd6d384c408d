package org.shomar.loadtest.load;

import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says whether a receipt (c2sp.org/tlog-proof) proves that a message stands at its place of
/// the log: an inclusion path (RFC 6962, section 2.1.1) from the message to the root of a
/// checkpoint that the log's key signed. Some 200 microseconds a receipt.
///
/// Written apart from the server's own reader, so that one fault does not hide in both.
final class ReceiptCheck {
    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final String SEPARATOR = "\n\n";
    private static final String SIZE = "[1-9][0-9]{0,17}";
    private static final int CHECKPOINT_LINES_MIN = 3;
    private static final int HASHES_MAX = 63;
    private static final byte[] INNER = {1};

    private final LogKey key;

    /// Root of each size of the log that was seen in a checkpoint.
    private final Map<Long, String> roots = new HashMap<>();

    ReceiptCheck(LogKey key) {
        this.key = key;
    }

    /// What is wrong with the receipt of a message; empty when it proves it.
    ///
    /// @param seq that the message was answered by
    Optional<String> fault(String receipt, byte[] message, long seq) {
        int split = receipt.indexOf(SEPARATOR);
        if (!receipt.startsWith(HEADER) || split < HEADER.length()) {
            return Optional.of("there is no receipt");
        }
        List<String> lines = new ArrayList<>(
                receipt.substring(HEADER.length(), split).lines().toList());
        if (lines.getFirst().startsWith("extra ")) {
            lines.removeFirst(); // nobody vouches for it
        }
        if (lines.isEmpty() || !lines.removeFirst().equals("index " + (seq - 1))) {
            return Optional.of("the receipt is not of index " + (seq - 1));
        }
        Optional<String> signed = key.signedText(receipt.substring(split + SEPARATOR.length()));
        return signed.isEmpty()
                ? Optional.of("the checkpoint is not signed by the log's key")
                : fault(signed.get(), lines, Digest.leafHash(message), seq);
    }

    private Optional<String> fault(String checkpoint, List<String> path, Digest leaf, long seq) {
        List<String> lines = checkpoint.lines().toList();
        if (lines.size() < CHECKPOINT_LINES_MIN || !lines.get(1).matches(SIZE)) {
            return Optional.of("the note is no checkpoint");
        }
        if (!lines.getFirst().equals(key.name())) {
            return Optional.of("the checkpoint is of the log " + lines.getFirst());
        }
        long size = Long.parseLong(lines.get(1));
        if (seq > size) {
            return Optional.of("the checkpoint of " + size + " entries does not cover it");
        }
        List<Optional<Digest>> hashes = path.stream().map(ReceiptCheck::hash).toList();
        if (hashes.size() > HASHES_MAX || hashes.stream().anyMatch(Optional::isEmpty)) {
            return Optional.of("the inclusion path is malformed");
        }
        Optional<Digest> root = root(
                leaf, seq - 1, size, hashes.stream().map(Optional::orElseThrow).toList());
        if (root.isEmpty() || !root.equals(hash(lines.get(2)))) {
            return Optional.of("the inclusion path does not lead to the checkpoint's root");
        }
        String other = roots.putIfAbsent(size, lines.get(2));
        return other == null || other.equals(lines.get(2))
                ? Optional.empty()
                : Optional.of("two checkpoints of " + size + " entries have different roots");
    }

    private static Optional<Digest> hash(String base64) {
        byte[] raw = LogKey.decoded(base64);
        return raw.length == Digest.BYTES ? Optional.of(Digest.of(raw)) : Optional.empty();
    }

    /// The root that a path leads to; empty when it has not the length for its place.
    private static Optional<Digest> root(Digest leaf, long index, long size, List<Digest> path) {
        if (size == 1 || path.isEmpty()) {
            return size == 1 && path.isEmpty() ? Optional.of(leaf) : Optional.empty();
        }
        long left = Long.highestOneBit(size - 1);
        Digest sibling = path.getLast();
        List<Digest> below = path.subList(0, path.size() - 1);
        return index < left
                ? root(leaf, index, left, below).map(hash -> node(hash, sibling))
                : root(leaf, index - left, size - left, below).map(hash -> node(sibling, hash));
    }

    private static Digest node(Digest left, Digest right) {
        return Digest.sha256(INNER, left.bytes(), right.bytes());
    }
}
