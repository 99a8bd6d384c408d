package org.shomar.aggregator.election;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the word that was probably meant.
final class Spelling {
    private static final int EDITS_MAX = 2;
    private static final int LETTERS_MAX = 64;

    private Spelling() {}

    /// ` (did you mean "x"?)`, or nothing when no known word is near.
    static String hint(String written, Collection<String> known) {
        if (written.length() > LETTERS_MAX) {
            return "";
        }
        String plain = written.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(word -> near(plain, word.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparingInt(word -> edits(plain, word.toLowerCase(Locale.ROOT))))
                .map(word -> " (did you mean \"" + word + "\"?)")
                .orElse("");
    }

    /// A short word must be nearer than a long one: `fa` is not a slip for `en`.
    private static boolean near(String written, String word) {
        return edits(written, word) <= Math.min(EDITS_MAX, word.length() / 2);
    }

    /// Levenshtein's distance, row by row.
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[b.length()];
    }
}
