package org.shomar.aggregator.election;

import java.util.List;

/// The answer of [DefinitionLoader].
public sealed interface Loaded {
    record Sound(Definition definition) implements Loaded {}

    /// @param faults all of them, in file order
    record Faulty(List<Fault> faults) implements Loaded {}
}
