package org.shomar.loadtest.load;

/// What a packet of the mix is, and which answer is right for it.
enum Kind {
    /// The next revision of the next (branch, contest), correct in all.
    FRESH("fresh"),

    /// The next revision of a (branch, contest) that has one.
    AMENDMENT("amendments"),

    /// The bytes of an earlier packet once more.
    DUPLICATE("duplicates"),

    /// Signed by nobody: a bit of the votes or of the signature was turned over.
    FORGED("forged"),

    /// Not what the contract asks for, before any key is looked at.
    MALFORMED("malformed"),

    /// As fresh, but its request dribbles in over seconds.
    SLOW("slow"),

    /// As fresh, but its clock (`counted_at`) is far off.
    SKEW("skew");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /// Its name in `--mix`.
    String word() {
        return word;
    }

    /// Whether it becomes part of the totals, once.
    boolean counts() {
        return switch (this) {
            case FRESH, AMENDMENT, SLOW, SKEW -> true;
            case DUPLICATE, FORGED, MALFORMED -> false;
        };
    }

    /// Whether packets of its (branch, contest) before it must be answered first.
    boolean ordered() {
        return counts() || this == DUPLICATE;
    }

    /// Whether this is the answer that the contract promises. A packet whose first answer was
    /// lost is sent again, so 200 is right wherever 201 is.
    boolean isRight(int status) {
        return switch (this) {
            case FRESH, AMENDMENT, SLOW, SKEW -> status == 201 || status == 200;
            case DUPLICATE -> status == 200;
            case FORGED -> status == 403;
            case MALFORMED -> status == 400;
        };
    }
}
