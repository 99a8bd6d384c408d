package org.shomar.aggregator.election;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The members that an object of the definition file has.
///
/// @param names    all of them, at most 64
/// @param optional places in `names` of those that may be missing
record Shape(List<String> names, BitSet optional) {
    static Shape of(String... required) {
        return new Shape(List.of(required), new BitSet());
    }

    Shape optional(String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        BitSet places = (BitSet) optional.clone();
        places.set(names.size(), all.size());
        return new Shape(List.copyOf(all), places);
    }

    /// Place of a member, -1 when there is none of that name.
    int placeOf(String name) {
        return names.indexOf(name);
    }
}
