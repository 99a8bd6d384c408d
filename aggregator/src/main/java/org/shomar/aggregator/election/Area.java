package org.shomar.aggregator.election;

/// @param index  place in the definition, from 0; used as its number inside the server
/// @param parent index of the area above, -1 for the root
public record Area(int index, String code, AreaKind kind, int parent, Text name) {
    public static final int NO_PARENT = -1;
}
