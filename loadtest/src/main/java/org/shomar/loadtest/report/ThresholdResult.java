package org.shomar.loadtest.report;

/// One demand made of a run.
///
/// @param expression as it was asked for, such as `ack.p99<50ms`
/// @param seen       the figure found, with its unit
public record ThresholdResult(String expression, String seen, boolean met) {}
