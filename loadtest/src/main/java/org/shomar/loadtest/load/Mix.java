package org.shomar.loadtest.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many of the packets, on average, are not plain fresh ones.
///
/// @param percent by kind; what is missing to 100 is fresh
public record Mix(Map<Kind, Double> percent) {
    private static final Pattern SHARE = Pattern.compile("([a-z]+)=([0-9]+(?:\\.[0-9]+)?)%");

    public Mix {
        percent = Map.copyOf(percent);
    }

    /// @param text such as `duplicates=5%,forged=0.5%`; empty for fresh ones only
    public static Mix parse(String text) {
        Map<Kind, Double> percent = new EnumMap<>(Kind.class);
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher share = SHARE.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (!share.matches()) {
                throw new IllegalArgumentException(
                        "--mix is KIND=SHARE%,... such as" + " duplicates=5%,slow=1%; not " + part);
            }
            if (percent.put(kind(share.group(1)), Double.parseDouble(share.group(2))) != null) {
                throw new IllegalArgumentException("--mix names " + share.group(1) + " twice");
            }
        }
        if (percent.values().stream().mapToDouble(Double::doubleValue).sum() > 100) {
            throw new IllegalArgumentException("the shares of --mix are more than 100%: " + text);
        }
        return new Mix(percent);
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.FRESH && kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--mix knows no " + word + "; it has "
                                + Arrays.stream(Kind.values())
                                        .filter(kind -> kind != Kind.FRESH)
                                        .map(Kind::word)
                                        .collect(Collectors.joining(", "))));
    }

    Kind draw(SplittableRandom random) {
        double left = random.nextDouble() * 100;
        for (Kind kind : Kind.values()) {
            left -= percent.getOrDefault(kind, 0.0);
            if (left < 0) {
                return kind;
            }
        }
        return Kind.FRESH;
    }
}
