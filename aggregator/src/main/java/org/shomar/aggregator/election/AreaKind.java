package org.shomar.aggregator.election;

import java.util.Locale;

/// Spelt in the definition file in lower case, with `-` for `_`.
public enum AreaKind {
    COUNTRY,
    PROVINCE,
    COUNTY,
    DISTRICT,
    CITY,
    RURAL_DISTRICT,
    VILLAGE,
    PRECINCT;

    /// The word used in the definition file and in messages.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
