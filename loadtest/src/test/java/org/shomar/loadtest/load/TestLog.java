package org.shomar.loadtest.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.shomar.aggregator.packet.Digest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A log of a few entries that hands out receipts; the whole tree is hashed each time.
final class TestLog {
    private final String name;
    private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    private final byte[] typed = new byte[1 + Ed25519.PUBLIC_KEY_SIZE];
    private final List<Digest> leaves = new ArrayList<>();

    TestLog(String name, int keyNumber) {
        this.name = name;
        seed[0] = (byte) keyNumber;
        typed[0] = 1;
        Ed25519.generatePublicKey(seed, 0, typed, 1);
    }

    /// @return its sequence
    long add(byte[] message) {
        leaves.add(Digest.leafHash(message));
        return leaves.size();
    }

    String vkey() {
        return name
                + '+'
                + HexFormat.of().formatHex(id())
                + '+'
                + Base64.getEncoder().encodeToString(typed);
    }

    private byte[] id() {
        return Arrays.copyOf(Digest.sha256((name + '\n').getBytes(UTF_8), typed).bytes(), 4);
    }

    /// Under a checkpoint of all entries.
    String receipt(long seq) {
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ")
                .append(seq - 1)
                .append('\n');
        path((int) seq - 1, leaves).forEach(hash -> text.append(base64(hash)).append('\n'));
        return text.append('\n').append(checkpoint()).toString();
    }

    /// With a signature of its length that is none.
    String spoiledReceipt(long seq) {
        return receipt(seq).replaceFirst("....(.=)\n$", "AAAA$1\n");
    }

    /// As a JSON text has it.
    String escapedReceipt(long seq) {
        return receipt(seq).replace("\n", "\\n");
    }

    private String checkpoint() {
        String text = name + '\n' + leaves.size() + '\n' + base64(root(leaves)) + '\n';
        byte[] bytes = text.getBytes(UTF_8);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, bytes, 0, bytes.length, signature, 0);
        byte[] line = ByteBuffer.allocate(4 + signature.length)
                .put(id())
                .put(signature)
                .array();
        return text + "\n\u2014 " + name + ' ' + Base64.getEncoder().encodeToString(line) + '\n';
    }

    private static String base64(Digest hash) {
        return Base64.getEncoder().encodeToString(hash.bytes());
    }

    private static int left(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static Digest root(List<Digest> of) {
        if (of.size() == 1) {
            return of.getFirst();
        }
        int left = left(of.size());
        return Digest.sha256(
                new byte[] {1},
                root(of.subList(0, left)).bytes(),
                root(of.subList(left, of.size())).bytes());
    }

    private static List<Digest> path(int index, List<Digest> of) {
        if (of.size() == 1) {
            return new ArrayList<>();
        }
        int left = left(of.size());
        boolean isLeft = index < left;
        List<Digest> path = isLeft
                ? path(index, of.subList(0, left))
                : path(index - left, of.subList(left, of.size()));
        path.add(root(isLeft ? of.subList(left, of.size()) : of.subList(0, left)));
        return path;
    }
}
