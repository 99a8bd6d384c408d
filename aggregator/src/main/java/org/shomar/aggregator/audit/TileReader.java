package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Fetches tiles and bundles. A partial one that is gone is cut out of the full one, as
/// c2sp.org/tlog-tiles allows. One that is missing is a finding when it stays so. Any thread.
final class TileReader {
    static final int LEVELS_OF_A_TILE = 8;

    private static final int NOT_FOUND = 404;
    private static final int BUNDLE_BYTES_MAX =
            TilePath.WIDTH * (2 + SignedPacket.MESSAGE_BYTES_MAX);

    private final Source source;
    private final Findings findings;
    private final Patience patience;
    private @Nullable Instant missingSince;

    TileReader(Source source, Findings findings, Patience patience) {
        this.source = source;
        this.findings = findings;
        this.patience = patience;
    }

    /// All that was asked for was there, or is a finding.
    synchronized void settled() {
        missingSince = null;
    }

    private synchronized boolean isEarly() {
        Instant since = missingSince == null ? patience.now() : missingSince;
        missingSince = since;
        return !patience.isOver(since);
    }

    /// The hashes of a tile side by side; empty, with a finding, when there are not so many.
    Optional<byte[]> hashes(TilePath path) throws IOException {
        Optional<Got> got = bytes(path, TilePath.WIDTH * Digest.BYTES);
        if (got.isPresent() && got.get().bytes().length != got.get().width() * Digest.BYTES) {
            findings.add(new Difference(
                    Kind.TILE,
                    firstLeaf(path),
                    path.toString(),
                    got.get().width() * Digest.BYTES + " bytes",
                    got.get().bytes().length + ""));
            return Optional.empty();
        }
        return got.map(tile -> Arrays.copyOf(tile.bytes(), path.width() * Digest.BYTES));
    }

    /// The entries of a bundle; empty, with a finding, when there are not so many.
    Optional<List<byte[]>> entries(TilePath path) throws IOException {
        Optional<Got> got = bytes(path, BUNDLE_BYTES_MAX);
        if (got.isEmpty()) {
            return Optional.empty();
        }
        String seen;
        long leaf = path.firstLeaf();
        try {
            List<byte[]> entries = Tiles.entries(got.get().bytes());
            if (entries.size() == got.get().width()) {
                return Optional.of(entries.subList(0, path.width()));
            }
            seen = entries.size() + "";
            leaf += Math.min(entries.size(), path.width());
        } catch (UnfitTextException unfit) {
            seen = Objects.requireNonNullElse(unfit.getMessage(), "another text");
        }
        findings.add(new Difference(
                Kind.BUNDLE, leaf, path.toString(), path.width() + " entries", seen));
        return Optional.empty();
    }

    /// The first leaf that a tile stands over.
    static long firstLeaf(TilePath path) {
        return path.firstLeaf() << LEVELS_OF_A_TILE * Math.max(0, path.level());
    }

    /// @param width of the tile that the bytes are
    @SuppressWarnings("ArrayRecordComponent") // taken apart at once
    private record Got(byte[] bytes, int width) {}

    private Optional<Got> bytes(TilePath path, int bytesMax) throws IOException {
        Source.Fetched fetched = source.get(path.toString(), bytesMax);
        int width = path.width();
        if (fetched instanceof Source.Fetched.Absent absent
                && absent.status() == NOT_FOUND
                && width < TilePath.WIDTH) {
            width = TilePath.WIDTH;
            fetched = source.get(
                    new TilePath(path.level(), path.index(), width).toString(), bytesMax);
        }
        if (fetched instanceof Source.Fetched.Absent closed
                && closed.status() == ElectionAudit.NOT_PUBLISHED) {
            throw new IOException(path + " is closed until every contest is published; audit then");
        }
        switch (fetched) {
            case Source.Fetched.Body body -> {
                return Optional.of(new Got(body.bytes(), width));
            }
            case Source.Fetched.Absent absent -> {
                if (isEarly()) {
                    throw new NotYetException(path.toString());
                }
                findings.add(new Difference(
                        Kind.MISSING,
                        firstLeaf(path),
                        path.toString(),
                        "a file",
                        "status " + absent.status()));
                return Optional.empty();
            }
        }
    }
}
