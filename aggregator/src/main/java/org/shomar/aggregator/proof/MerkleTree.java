package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The hash tree of a log (RFC 6962 section 2.1), in memory, only ever added to.
///
/// It keeps the hash of every complete subtree: 64 bytes a leaf. They lie beside the heap: they
/// stay for as long as the server runs, so a collector gains nothing by looking at them. When
/// the memory of all direct buffers (`-XX:MaxDirectMemorySize`) is used up, an append throws
/// [OutOfMemoryError].
///
/// One thread appends, any may read what was appended before [#size] was read; nobody waits.
public final class MerkleTree {
    /// Levels of the largest tree; 2^40 leaves are 64 TiB of hashes.
    private static final int LEVELS_MAX = 41;

    private static final int CHUNK_HASHES = 4_096;
    private static final int CHUNK_BYTES = CHUNK_HASHES * Digest.BYTES;

    /// For each level, chunks of hashes side by side; level 0 has the leaves.
    private final AtomicReferenceArray<ByteBuffer[]> levels =
            new AtomicReferenceArray<>(LEVELS_MAX);

    private final MessageDigest sha = NodeHash.sha256();
    private volatile long size;

    public MerkleTree() {
        for (int level = 0; level < LEVELS_MAX; level++) {
            levels.set(level, new ByteBuffer[0]);
        }
    }

    /// Leaves so far.
    public long size() {
        return size;
    }

    /// Adds a leaf; costs two hashes on average, one for each subtree that it completes.
    public void append(Digest leafHash) {
        append(leafHash.bytes(), 0);
    }

    /// Adds the leaf whose hash is the 32 bytes from an offset on.
    public void append(byte[] hashes, int offset) {
        long index = size;
        byte[] hash = new byte[Digest.BYTES];
        System.arraycopy(hashes, offset, hash, 0, Digest.BYTES); // all 32, or it throws
        put(0, index, hash);
        int level = 0;
        for (long place = index; (place & 1) == 1; place >>= 1) {
            byte[] left = new byte[Digest.BYTES];
            copy(level, place - 1, left, 0);
            hash = NodeHash.of(sha, left, hash);
            level++;
            put(level, place >> 1, hash);
        }
        size = index + 1;
    }

    /// The hash of a leaf.
    ///
    /// @param index 0..size-1
    public Digest leaf(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the tree has " + size + " leaves, no " + index);
        }
        return node(0, index);
    }

    /// The tree as it was at a size.
    ///
    /// @throws IllegalArgumentException when it has not that many leaves
    public TreeAt at(long treeSize) {
        if (treeSize < 0 || treeSize > size) {
            throw new IllegalArgumentException("the tree has " + size + " leaves, not " + treeSize);
        }
        return new TreeAt(this, treeSize);
    }

    /// The hash of the complete subtree of 2^level leaves that begins at `place`·2^level.
    Digest node(int level, long place) {
        byte[] hash = new byte[Digest.BYTES];
        copy(level, place, hash, 0);
        return Digest.of(hash);
    }

    /// Copies the 32 bytes of a node.
    void copy(int level, long place, byte[] to, int at) {
        chunk(level, place).get(offset(place), to, at, Digest.BYTES);
    }

    private ByteBuffer chunk(int level, long place) {
        return levels.get(level)[(int) (place / CHUNK_HASHES)];
    }

    private static int offset(long place) {
        return (int) (place % CHUNK_HASHES) * Digest.BYTES;
    }

    private void put(int level, long place, byte[] hash) {
        ByteBuffer[] chunks = levels.get(level);
        int number = (int) (place / CHUNK_HASHES);
        if (number == chunks.length) {
            ByteBuffer[] more = new ByteBuffer[number + 1];
            System.arraycopy(chunks, 0, more, 0, number);
            more[number] = ByteBuffer.allocateDirect(CHUNK_BYTES);
            levels.set(level, more);
            chunks = more;
        }
        chunks[number].put(offset(place), hash, 0, Digest.BYTES);
    }
}
