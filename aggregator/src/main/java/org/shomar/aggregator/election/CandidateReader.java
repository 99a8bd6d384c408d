package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the `lists` and the `candidates` of one contest, in either order.
final class CandidateReader {
    static final int CANDIDATES_MAX = 4_096;
    static final int LISTS_MAX = 256;

    private static final Shape LIST = Shape.of("list", "name");
    private static final Shape CANDIDATE = Shape.of("code", "name").optional("list");

    private final Json json;
    private final Faults faults;
    private final String contestPath;
    private final List<CandidateList> lists = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<Integer> listNumbers = new HashSet<>();
    private final Set<Integer> codes = new HashSet<>();
    private final List<ListReference> references = new ArrayList<>();

    /// The element that is being read.
    private @Nullable Integer number;

    private @Nullable Text name;
    private @Nullable Integer list;

    private record ListReference(int candidate, Found<Integer> list) {}

    CandidateReader(Json json, Faults faults, String contestPath) {
        this.json = json;
        this.faults = faults;
        this.contestPath = contestPath;
    }

    List<CandidateList> lists() {
        return List.copyOf(lists);
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    void readLists() throws IOException {
        json.array(index -> {
            countOnce(index, LISTS_MAX, "lists");
            number = null;
            name = null;
            json.object(LIST, this::listMember);
            if (number != null && name != null) {
                lists.add(new CandidateList(number, name));
            }
        });
    }

    void readCandidates() throws IOException {
        json.array(index -> {
            countOnce(index, CANDIDATES_MAX, "candidates");
            number = null;
            name = null;
            list = null;
            json.object(CANDIDATE, member -> candidateMember(member, index));
            if (number != null && name != null) {
                candidates.add(new Candidate(number, name, list == null ? 0 : list));
            }
        });
    }

    /// What can be seen only when both were read.
    void check() {
        for (ListReference reference : references) {
            int wanted = reference.list().value();
            if (!listNumbers.contains(wanted)) {
                faults.add(
                        reference.list().line(),
                        contestPath + ".candidates[" + reference.candidate() + "].list",
                        "this contest has no list " + wanted);
            }
        }
    }

    private void countOnce(int index, int max, String what) {
        if (index == max) {
            json.fault("a contest has at most " + max + " " + what);
        }
    }

    private void listMember(String member) throws IOException {
        switch (member) {
            case "list" -> number = unique(json.number(1, Integer.MAX_VALUE), listNumbers);
            case "name" -> name = NameReader.name(json);
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private void candidateMember(String member, int index) throws IOException {
        switch (member) {
            case "code" -> number = unique(json.number(0, Integer.MAX_VALUE), codes);
            case "name" -> name = NameReader.name(json);
            case "list" -> {
                Found<Integer> found = json.found(json.number(1, Integer.MAX_VALUE));
                if (found != null) {
                    list = found.value();
                    references.add(new ListReference(index, found));
                }
            }
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private @Nullable Integer unique(@Nullable Integer value, Set<Integer> seen) {
        if (value != null && !seen.add(value)) {
            json.fault(value + " stands twice in this contest");
        }
        return value;
    }
}
