package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Draft.ContestDraft;
import org.shomar.aggregator.packet.SignedPacket;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one element of `contests`.
final class ContestReader {
    private static final Shape SHAPE = Shape.of(
                    "contest",
                    "kind",
                    "area",
                    "name",
                    "method",
                    "seats",
                    "maxChoices",
                    "candidates")
            .optional("threshold", "alternates", "signers", "lists");
    private static final List<ContestKind> KINDS = List.of(ContestKind.values());
    private static final String MAJORITY = "majority";
    private static final List<String> METHODS = List.of(
            "plurality",
            MAJORITY,
            "hare",
            "dhondt",
            "sainte-lague",
            "modified-sainte-lague",
            "tehran-1404-…");
    private static final Pattern TEHRAN = Pattern.compile("tehran-1404-[a-z0-9-]{1,64}");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    private final Json json;
    private final CandidateReader people;
    private @Nullable Found<Integer> number;
    private @Nullable ContestKind kind;
    private @Nullable Found<String> area;
    private @Nullable Text name;
    private @Nullable String method;
    private boolean hasThreshold;
    private @Nullable String threshold;
    private @Nullable Integer seats;
    private @Nullable Integer alternates = 0;
    private @Nullable Integer maxChoices;
    private @Nullable Integer signers = 1;

    private ContestReader(Json json, Faults faults, int index) {
        this.json = json;
        this.people = new CandidateReader(json, faults, "contests[" + index + "]");
    }

    static ContestDraft read(Json json, Faults faults, int index) throws IOException {
        ContestReader reader = new ContestReader(json, faults, index);
        reader.read();
        return new ContestDraft(
                reader.number,
                reader.kind,
                reader.area,
                reader.name,
                reader.method,
                reader.threshold,
                reader.seats,
                reader.alternates,
                reader.maxChoices,
                reader.signers,
                reader.people.lists(),
                reader.people.candidates());
    }

    private void read() throws IOException {
        int line = json.line();
        json.object(SHAPE, this::member);
        people.check();
        if (MAJORITY.equals(method) && !hasThreshold) {
            json.fault(line, "the method majority needs a \"threshold\"");
        }
    }

    private void member(String member) throws IOException {
        switch (member) {
            case "contest" -> number = json.found(json.number(1, Integer.MAX_VALUE));
            case "kind" -> kind = json.word(KINDS, ContestKind::word);
            case "area" -> area = NameReader.areaCode(json);
            case "name" -> name = NameReader.name(json);
            case "method" -> method = method();
            case "threshold" -> {
                hasThreshold = true;
                threshold = threshold();
            }
            case "seats" -> seats = json.number(1, Integer.MAX_VALUE);
            case "alternates" -> alternates = json.number(0, Integer.MAX_VALUE);
            case "maxChoices" -> maxChoices = json.number(1, Integer.MAX_VALUE);
            case "signers" -> signers = signers();
            case "lists" -> people.readLists();
            case "candidates" -> people.readCandidates();
            default -> throw new IllegalStateException(member + " is not in the shape");
        }
    }

    private @Nullable Integer signers() throws IOException {
        Integer asked = json.number(1, Integer.MAX_VALUE);
        if (asked == null || asked <= SignedPacket.SIGNATURES_MAX) {
            return asked;
        }
        json.fault("a contest has at most " + SignedPacket.SIGNATURES_MAX
                + " signers, as a packet holds no more signatures");
        return null;
    }

    private @Nullable String method() throws IOException {
        String text = json.text();
        if (text == null || METHODS.contains(text) || TEHRAN.matcher(text).matches()) {
            return text;
        }
        json.fault("unknown method \"" + text + "\"" + Spelling.hint(text, METHODS) + "; one of "
                + String.join(", ", METHODS));
        return null;
    }

    private @Nullable String threshold() throws IOException {
        String text = json.text();
        if (text == null) {
            return null;
        }
        Matcher matcher = FRACTION.matcher(text);
        if (!matcher.matches()) {
            json.fault("a fraction such as \"1/5\" is expected");
            return null;
        }
        int above = Integer.parseInt(Objects.requireNonNull(matcher.group(1)));
        int below = Integer.parseInt(Objects.requireNonNull(matcher.group(2)));
        if (below == 0 || above > below) {
            json.fault("a fraction from 0 to 1 is expected");
            return null;
        }
        return text;
    }
}
