package org.shomar.aggregator.election;

import java.util.List;

/// A polling station.
///
/// @param index    place in the definition, from 0
/// @param branch   its public number
/// @param area     index of its area
/// @param eligible voters who may vote here; 0 may mean unknown unless the kind is `fixed`
/// @param contests public numbers of its contests, in file order
/// @param keys     who may sign for it, each of a different role
public record Branch(
        int index,
        int branch,
        int area,
        BranchKind kind,
        int eligible,
        List<Integer> contests,
        List<SigningKey> keys) {}
