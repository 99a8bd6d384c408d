package org.shomar.loadtest.report;

import java.util.Locale;

/// A text that a person reads, in both languages of the house.
public record Words(String en, String fa) {
    /// Formats figures of a Persian sentence with Persian digits.
    public static final Locale PERSIAN = Locale.forLanguageTag("fa-IR");

    /// For what has one form in both: a name of an option, a code.
    public static Words same(String text) {
        return new Words(text, text);
    }

    /// Keeps figures in their order inside a Persian sentence, by Unicode's isolates.
    static String leftToRight(String text) {
        return '\u2066' + text + '\u2069';
    }
}
