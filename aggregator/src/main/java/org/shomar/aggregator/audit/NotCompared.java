package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Text;

/// Something shown that could not be compared; no difference.
///
/// @param why it goes on after the path
public record NotCompared(String path, Text why) {}
