package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.AreaDraft;

import java.io.IOException;
import java.util.List;

/// Reads one element of `areas`.
final class AreaReader {
    private static final Shape SHAPE = Shape.of("code", "kind", "name").optional("parent");
    private static final List<AreaKind> KINDS = List.of(AreaKind.values());

    private final Json json;
    private @Nullable Found<String> code;
    private @Nullable AreaKind kind;
    private boolean root = true;
    private @Nullable Found<String> parent;
    private @Nullable Text name;

    private AreaReader(Json json) {
        this.json = json;
    }

    static AreaDraft read(Json json) throws IOException {
        AreaReader reader = new AreaReader(json);
        int line = json.line();
        boolean object = json.object(SHAPE, reader::member);
        return new AreaDraft(
                line, reader.code, reader.kind, object && reader.root, reader.parent, reader.name);
    }

    private void member(String member) throws IOException {
        switch (member) {
            case "code" -> code = NameReader.areaCode(json);
            case "kind" -> kind = json.word(KINDS, AreaKind::word);
            case "parent" -> {
                root = false;
                parent = NameReader.areaCode(json);
            }
            case "name" -> name = NameReader.name(json);
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }
}
