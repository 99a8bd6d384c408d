package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.Text;

/// A rule that applies to a packet.
///
/// @param code public code such as `H-201`
/// @param text what the rule says, in Persian and English
public record Finding(String code, Effect effect, Text text) {}
