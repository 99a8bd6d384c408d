package org.shomar.aggregator.election;

/// One thing that is wrong with a definition file.
///
/// @param line from 1
/// @param path such as `branches[12].keys[0].key`
/// @param text what is wrong and what is expected, in one English line
public record Fault(int line, String path, String text) {}
