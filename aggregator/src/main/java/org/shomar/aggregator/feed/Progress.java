package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.Totals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far the count has come in every area of the definition, in (branch, contest) pairs.
/// Kept by adding differences, so its cost is that of the contest that changed. One thread.
final class Progress {
    private final Definition definition;
    private final int[] expected;
    private final int[] reported;
    private final int[] held;
    private final int[] annulled;
    private long seq;

    Progress(Definition definition) {
        this.definition = definition;
        int areas = definition.areas().size();
        this.expected = new int[areas];
        this.reported = new int[areas];
        this.held = new int[areas];
        this.annulled = new int[areas];
    }

    /// The last entry of any contest, 0 before.
    long seq() {
        return seq;
    }

    /// Puts the new totals of a contest in the place of the old.
    void replace(Contest contest, @Nullable Totals old, Totals totals) {
        Electorate electorate = definition.electorate(contest);
        for (int place = 0; place < electorate.areaCount(); place++) {
            int area = electorate.areaIndex(place);
            if (old != null) {
                add(area, old.areas().get(place), -1);
            }
            add(area, totals.areas().get(place), 1);
        }
        int own = electorate.areaPlace(contest.area());
        int above = definition.areas().get(contest.area()).parent();
        for (; above != Area.NO_PARENT; above = definition.areas().get(above).parent()) {
            if (old != null) {
                add(above, old.areas().get(own), -1);
            }
            add(above, totals.areas().get(own), 1);
        }
        seq = Math.max(seq, totals.seq());
    }

    Map<String, Object> state() {
        List<Object> areas = new ArrayList<>(expected.length);
        for (Area area : definition.areas()) {
            int index = area.index();
            Map<String, Object> figures = LinkedHashMap.newLinkedHashMap(5);
            figures.put("area", area.code());
            figures.put("expected", expected[index]);
            figures.put("reported", reported[index]);
            figures.put("held", held[index]);
            figures.put("annulled", annulled[index]);
            areas.add(figures);
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("seq", seq);
        state.put("areas", areas);
        return state;
    }

    private void add(int area, AreaTotals totals, int sign) {
        expected[area] += sign * totals.expected();
        reported[area] += sign * totals.reported();
        held[area] += sign * totals.held();
        annulled[area] += sign * totals.annulled();
    }
}
