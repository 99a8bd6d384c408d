package org.shomar.aggregator.election;

/// Somebody who may sign decisions; the key's role is the officer's.
public record Officer(String officer, SigningKey key) {}
