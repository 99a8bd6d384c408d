package org.shomar.aggregator.audit;

/// One thing that does not agree.
///
/// @param leaf     index of the entry that it is about, from 0; [#NO_LEAF] when it is not
///                 about one, or nobody can say which
/// @param place    file or member, such as `tile/entries/000`; empty when the leaf says it
/// @param expected what it should be, in one line
/// @param seen     what it is, in one line
public record Difference(Kind kind, long leaf, String place, String expected, String seen) {
    public static final long NO_LEAF = -1;

    private static final int WORDS_MAX = 300;

    public Difference {
        expected = line(expected);
        seen = line(seen);
        place = line(place);
    }

    static Difference at(Kind kind, long leaf, String expected, String seen) {
        return new Difference(kind, leaf, "", expected, seen);
    }

    static Difference in(Kind kind, String place, String expected, String seen) {
        return new Difference(kind, NO_LEAF, place, expected, seen);
    }

    /// What the server says may be long, and may be meant for the terminal it is printed on.
    private static String line(String text) {
        String cut = text.length() > WORDS_MAX ? text.substring(0, WORDS_MAX) + "…" : text;
        return cut.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
    }

    /// One line, without the text of the kind.
    @Override
    public String toString() {
        String where = leaf == NO_LEAF ? "" : " leaf " + leaf + " (seq " + (leaf + 1) + ")";
        return kind.code() + where + (place.isEmpty() ? "" : " " + place) + ": expected " + expected
                + ", seen " + seen;
    }
}
