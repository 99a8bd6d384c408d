package org.shomar.aggregator.election;

import org.shomar.aggregator.election.Draft.AreaDraft;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The areas of a draft by their codes, checked to be one tree.
final class AreaTree {
    private static final int UNKNOWN = -2;

    private final Map<String, Integer> indexByCode = new HashMap<>();
    private final int[] parents;
    private boolean sound = true;

    private AreaTree(int size) {
        parents = new int[size];
        Arrays.fill(parents, UNKNOWN);
    }

    static AreaTree check(Draft draft, Faults faults) {
        AreaTree tree = new AreaTree(draft.areas.size());
        tree.checkCodes(draft.areas, faults);
        tree.checkParents(draft.areas, faults);
        tree.checkRoot(draft, faults);
        tree.checkCycles(draft.areas, faults);
        return tree;
    }

    boolean has(String code) {
        return indexByCode.containsKey(code);
    }

    /// Index of an area that the file has.
    int index(String code) {
        Integer index = indexByCode.get(code);
        if (index == null) {
            throw new IllegalStateException("area " + code + " was checked and is not there");
        }
        return index;
    }

    int parent(int index) {
        return parents[index];
    }

    /// Whether one area is the other or lies below it; true when the tree has faults of its
    /// own, since then nobody can say.
    boolean within(String code, String ancestor) {
        if (!sound || !has(code) || !has(ancestor)) {
            return true;
        }
        int wanted = index(ancestor);
        int area = index(code);
        while (area >= 0 && area != wanted) {
            area = parents[area];
        }
        return area == wanted;
    }

    private void checkCodes(List<AreaDraft> areas, Faults faults) {
        for (int i = 0; i < areas.size(); i++) {
            Found<String> code = areas.get(i).code();
            if (code == null) {
                sound = false;
                continue;
            }
            Integer first = indexByCode.putIfAbsent(code.value(), i);
            if (first != null) {
                sound = false;
                faults.add(
                        code.line(),
                        path(i) + ".code",
                        "area " + code.value() + " stands here twice; the first is areas[" + first
                                + "]");
            }
        }
    }

    private void checkParents(List<AreaDraft> areas, Faults faults) {
        for (int i = 0; i < areas.size(); i++) {
            Found<String> parent = areas.get(i).parent();
            if (areas.get(i).root()) {
                parents[i] = Area.NO_PARENT;
            } else if (parent == null) {
                sound = false;
            } else if (has(parent.value())) {
                parents[i] = index(parent.value());
            } else {
                sound = false;
                faults.add(
                        parent.line(),
                        path(i) + ".parent",
                        "unknown area " + parent.value()
                                + Spelling.hint(parent.value(), indexByCode.keySet()));
            }
        }
    }

    private void checkRoot(Draft draft, Faults faults) {
        int first = -1;
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] != Area.NO_PARENT) {
                continue;
            }
            if (first < 0) {
                first = i;
            } else {
                sound = false;
                faults.add(
                        draft.areas.get(i).line(),
                        path(i),
                        "a second area without \"parent\"; the first is areas[" + first + "]");
            }
        }
        if (first < 0) {
            sound = false;
            faults.add(draft.areasLine, "areas", "one area must have no \"parent\": the root");
        }
    }

    /// Colours each chain of parents with the number of the walk that went through it first; a
    /// walk that meets its own colour has found a cycle, which is reported once.
    private void checkCycles(List<AreaDraft> areas, Faults faults) {
        int[] walks = new int[parents.length];
        for (int i = 0; i < parents.length; i++) {
            int area = i;
            while (area >= 0 && walks[area] == 0) {
                walks[area] = i + 1;
                area = parents[area];
            }
            if (area >= 0 && walks[area] == i + 1) {
                sound = false;
                faults.add(
                        areas.get(area).line(),
                        path(area) + ".parent",
                        "this area lies below itself");
            }
        }
    }

    private static String path(int index) {
        return "areas[" + index + "]";
    }
}
