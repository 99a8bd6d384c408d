package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

/// What a reader asks for over HTTP: a handful of kinds that cost differently, told from the
/// request alone, whatever it is answered.
public enum AnswerKind {
    /// Of a contest, an area, the whole election: from memory.
    RESULT,
    /// All branches of a contest: read when it is asked for.
    BRANCHES,
    /// A result as it was (`?at=`): folded from the ledger.
    EARLIER,
    /// The checkpoint and tiles of hashes: from memory.
    LOG,
    /// Bundles of entries: read from the ledger.
    ENTRIES,
    /// The pages and their files.
    PAGE,
    /// What stands nowhere, is no request, or asks for the feed and gets no WebSocket.
    OTHER;

    private static final String CONTESTS = "/v1/contests/";
    private static final String ENTRY_BUNDLES = LogFiles.TILE + "entries/";

    /// Takes a few comparisons of the beginning of the path.
    static AnswerKind of(@Nullable String path, @Nullable String query) {
        if (path == null) {
            return OTHER;
        }
        if (path.startsWith(CONTESTS)) {
            return path.endsWith("/branches") ? BRANCHES : isEarlier(query) ? EARLIER : RESULT;
        }
        if (LogFiles.isAt(path)) {
            return path.startsWith(ENTRY_BUNDLES) ? ENTRIES : LOG;
        }
        if (path.equals(Routes.PROGRESS) || path.startsWith(Routes.ELECTION)) {
            return RESULT;
        }
        return PageFiles.isAt(path) || path.startsWith(Routes.PROBLEM) ? PAGE : OTHER;
    }

    private static boolean isEarlier(@Nullable String query) {
        return query != null && (query.startsWith("at=") || query.contains("&at="));
    }
}
