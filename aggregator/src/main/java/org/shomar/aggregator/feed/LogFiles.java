package org.shomar.aggregator.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.feed.Routes.Found;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TilePath;

/// The log as c2sp.org/tlog-tiles lays it out: the checkpoint, tiles of hashes, bundles of
/// entries. A tile has as many hashes as its path says, wherever the signed size has them.
final class LogFiles {
    static final String CHECKPOINT = "/checkpoint";
    static final String TILE = "/tile/";
    static final String BINARY = "application/octet-stream";

    private static final String TEXT = "text/plain; charset=utf-8";

    private final LogSource log;
    private final Topics topics;
    private final Bundles bundles;
    private volatile @Nullable Encoded encoded;

    private record Encoded(Note note, Content content) {}

    LogFiles(LogSource log, Topics topics, Bundles bundles) {
        this.log = log;
        this.topics = topics;
        this.bundles = bundles;
    }

    static boolean isAt(String path) {
        return path.equals(CHECKPOINT) || path.startsWith(TILE);
    }

    Found at(String path) {
        if (path.equals(CHECKPOINT)) {
            return new Found.Ready(checkpoint());
        }
        return TilePath.parse(path.substring(1))
                .map(tile -> tile.level() == TilePath.ENTRIES ? bundle(tile) : hashes(tile))
                .orElseGet(() -> nothing("this is not the path of a tile"));
    }

    /// Encoded and hashed once for each note that is published.
    private Content checkpoint() {
        Note now = log.published();
        Encoded known = encoded;
        if (known == null || !known.note().equals(now)) {
            known = new Encoded(now, Content.of(TEXT, now.toString().getBytes(UTF_8)));
            encoded = known;
        }
        return known.content();
    }

    private Found hashes(TilePath tile) {
        return log.tile(tile)
                .<Found>map(hashes -> new Found.Ready(Content.lasting(BINARY, hashes)))
                .orElseGet(this::beyond);
    }

    private Found bundle(TilePath tile) {
        if (tile.firstLeaf() + tile.width() > log.signed().size()) {
            return beyond();
        }
        if (!topics.everythingIsPublished()) {
            return new Found.Refused(PublicProblem.notPublished(
                    "entries are closed until every contest is published"));
        }
        return new Found.Awaited(
                () -> bundles.content(tile).map(Found.Ready::new), "entries cannot be read now");
    }

    private Found beyond() {
        return nothing("the log has " + log.signed().size()
                + " entries so far, which is less than this tile has");
    }

    private static Found nothing(String detail) {
        return new Found.Refused(PublicProblem.notFound(detail));
    }
}
