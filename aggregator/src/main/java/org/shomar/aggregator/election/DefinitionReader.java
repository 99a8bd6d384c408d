package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.DecisionDraft;
import org.shomar.aggregator.packet.Phase;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the whole document into a [Draft].
final class DefinitionReader {
    private static final int VERSION = 1;
    private static final Shape SHAPE = Shape.of(
                    "shomar",
                    "election",
                    "phase",
                    "name",
                    "pollsClose",
                    "release",
                    "areas",
                    "contests",
                    "branches")
            .optional("round", "officers", "decisions", "previous");
    private static final List<Phase> PHASES = List.of(Phase.values());
    private static final List<Release> RELEASES = List.of(Release.values());
    private static final List<DecisionAction> ACTIONS = List.of(DecisionAction.values());
    private static final List<String> ACTION_WORDS =
            ACTIONS.stream().map(DecisionAction::word).toList();

    private final Json json;
    private final Faults faults;
    private final Draft draft;

    DefinitionReader(Json json, Faults faults, Draft draft) {
        this.json = json;
        this.faults = faults;
        this.draft = draft;
    }

    /// @return whether the document is an object, so that checking its parts makes sense
    boolean read() throws IOException {
        return json.object(SHAPE, this::member);
    }

    private void member(String member) throws IOException {
        switch (member) {
            case "shomar" -> version();
            case "election" -> {
                Found<String> election = NameReader.word(json);
                draft.election = election == null ? null : election.value();
            }
            case "phase" -> draft.phase = json.word(PHASES, DefinitionReader::wordOf);
            case "round" -> {
                Integer round = json.number(1, Integer.MAX_VALUE);
                draft.round = round == null ? 1 : round;
            }
            case "name" -> draft.name = NameReader.name(json);
            case "pollsClose" -> draft.pollsClose = time();
            case "release" -> draft.release = json.word(RELEASES, Release::word);
            case "previous" -> json.skip(); // its form is not settled yet
            case "areas" -> {
                draft.areasLine = json.line();
                json.array(i -> draft.areas.add(AreaReader.read(json)));
            }
            case "contests" ->
                json.array(i -> draft.contests.add(ContestReader.read(json, faults, i)));
            case "branches" ->
                json.array(i -> draft.branches.add(BranchReader.read(json, faults, i)));
            case "officers" -> json.array(i -> draft.officers.add(KeyReader.officer(json)));
            case "decisions" -> decisions();
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private void version() throws IOException {
        Integer version = json.number(0, Integer.MAX_VALUE);
        if (version != null && version != VERSION) {
            json.fault("version " + VERSION + " is expected, not " + version);
        }
    }

    private @Nullable OffsetDateTime time() throws IOException {
        String text = json.text();
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeParseException notATime) {
            json.fault("an ISO 8601 time with offset is expected, such as "
                    + "2026-05-01T18:00:00+03:30");
            return null;
        }
    }

    private void decisions() throws IOException {
        Set<DecisionAction> seen = EnumSet.noneOf(DecisionAction.class);
        json.entries(word -> {
            int place = ACTION_WORDS.indexOf(word);
            if (place < 0) {
                json.fault("unknown action" + Spelling.hint(word, ACTION_WORDS));
                json.skip();
            } else if (!seen.add(ACTIONS.get(place))) {
                json.fault("this action stands here twice");
                json.skip();
            } else {
                decision(ACTIONS.get(place));
            }
        });
    }

    private void decision(DecisionAction action) throws IOException {
        Set<String> roles = new HashSet<>();
        int line = json.line();
        boolean object = json.entries(role -> {
            Found<Integer> officers = json.found(json.number(1, Integer.MAX_VALUE));
            if (!roles.add(role)) {
                json.fault("this role stands here twice");
            } else if (officers != null) {
                draft.decisions.add(new DecisionDraft(action, role, officers));
            }
        });
        if (object && roles.isEmpty()) {
            json.fault(line, "at least one officer must sign");
        }
    }

    private static String wordOf(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
