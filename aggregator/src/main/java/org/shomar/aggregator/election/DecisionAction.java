package org.shomar.aggregator.election;

import java.util.Locale;

/// What officers may decide; its number in a decision is `ordinal() + 1`.
public enum DecisionAction {
    RELEASE,
    ANNUL,
    REINSTATE,
    PUBLISH,
    UNPUBLISH,
    CERTIFY,
    REPLACE_KEY,
    REVOKE_KEY;

    /// The word used in the definition file.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
