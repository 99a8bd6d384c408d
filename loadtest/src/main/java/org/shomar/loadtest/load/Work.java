package org.shomar.loadtest.load;

/// What there is to send, and where it is written down what became of it.
record Work(Script script, Stock stock, Journal journal, int pairCount) {}
