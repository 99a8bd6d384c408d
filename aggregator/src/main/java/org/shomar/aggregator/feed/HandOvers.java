package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// When the state of a contest is shown: once every hub that was offered it has handed it,
/// or a newer one, to the readers that it has; at once when none was.
///
/// A hub tells with one number how far it is, as what it is offered has ascending versions.
/// Of a contest at most two states are followed, the oldest on its way and the newest; those
/// between count as shown with the newest. So a hub that stands still holds the contests
/// back that it was offered, in bounded memory, and its readers' lag is seen. One thread.
///
/// @param <H> a hub
final class HandOvers<H> {
    private final Shown shown;
    private final Map<Integer, Way<H>> ways = new HashMap<>();

    /// A contest with a state on its way.
    private static final class Way<H> {
        Round<H> oldest;

        @Nullable
        Round<H> newest;

        Way(Round<H> first) {
            this.oldest = first;
        }

        void handed(H hub, long version) {
            oldest.handed(hub, version);
            if (newest != null) {
                newest.handed(hub, version);
            }
        }
    }

    /// @param missing the hubs that have not handed it over, and the version that each must
    private record Round<H>(long seq, Map<H, Long> missing) {
        void handed(H hub, long version) {
            missing.computeIfPresent(hub, (same, due) -> due <= version ? null : due);
        }
    }

    HandOvers(Shown shown) {
        this.shown = shown;
    }

    /// A state of a contest was offered.
    ///
    /// @param versions the last that each hub was offered of it
    void offered(int contest, long seq, Map<H, Long> versions) {
        Round<H> round = new Round<>(seq, new HashMap<>(versions));
        Way<H> way = ways.get(contest);
        if (way == null) {
            way = new Way<>(round);
            ways.put(contest, way);
        } else {
            way.newest = round;
        }
        if (isOver(contest, way)) {
            ways.remove(contest);
        }
    }

    /// A hub has handed over all that it was offered up to a version. Its cost is that of the
    /// contests that are on their way.
    void handed(H hub, long version) {
        ways.entrySet().removeIf(each -> {
            each.getValue().handed(hub, version);
            return isOver(each.getKey(), each.getValue());
        });
    }

    /// A hub closes: nothing waits for it.
    void closed(H hub) {
        handed(hub, Long.MAX_VALUE);
    }

    private boolean isOver(int contest, Way<H> way) {
        while (way.oldest.missing().isEmpty()) {
            shown.shown(contest, way.oldest.seq());
            Round<H> next = way.newest;
            if (next == null) {
                return true;
            }
            way.oldest = next;
            way.newest = null;
        }
        return false;
    }
}
