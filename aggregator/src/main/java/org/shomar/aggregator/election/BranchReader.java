package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.BranchDraft;
import org.shomar.aggregator.election.Draft.KeyDraft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads one element of `branches`.
final class BranchReader {
    private static final Shape SHAPE =
            Shape.of("branch", "area", "kind", "eligible", "contests", "keys");
    private static final List<BranchKind> KINDS = List.of(BranchKind.values());
    private static final int MEMBERS_FEW = 3;

    private final Json json;
    private @Nullable Found<Integer> number;
    private @Nullable Found<String> area;
    private @Nullable BranchKind kind;
    private @Nullable Found<Integer> eligible;
    private final List<@Nullable Found<Integer>> contests = new ArrayList<>(MEMBERS_FEW);
    private final List<KeyDraft> keys = new ArrayList<>(MEMBERS_FEW);

    private BranchReader(Json json) {
        this.json = json;
    }

    static BranchDraft read(Json json, Faults faults, int index) throws IOException {
        BranchReader reader = new BranchReader(json);
        int line = json.line();
        json.object(SHAPE, reader::member);
        reader.checkEligible(faults, index);
        return new BranchDraft(
                line,
                reader.number,
                reader.area,
                reader.kind,
                reader.eligible == null ? null : reader.eligible.value(),
                reader.contests,
                reader.keys);
    }

    private void member(String member) throws IOException {
        switch (member) {
            case "branch" -> number = json.found(json.number(1, Integer.MAX_VALUE));
            case "area" -> area = NameReader.areaCode(json);
            case "kind" -> kind = json.word(KINDS, BranchKind::word);
            case "eligible" -> eligible = json.found(json.number(0, Integer.MAX_VALUE));
            case "contests" ->
                json.array(i -> contests.add(json.found(json.number(1, Integer.MAX_VALUE))));
            case "keys" -> json.array(i -> keys.add(KeyReader.key(json)));
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private void checkEligible(Faults faults, int index) {
        if (kind == BranchKind.FIXED && eligible != null && eligible.value() == 0) {
            faults.add(
                    eligible.line(),
                    "branches[" + index + "].eligible",
                    "a fixed branch has voters; only mobile and abroad may say 0 for unknown");
        }
    }
}
