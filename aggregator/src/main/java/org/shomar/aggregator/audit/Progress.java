package org.shomar.aggregator.audit;

/// Told how far an audit has come.
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, all) -> {};

    /// @param done entries of the log read and judged
    /// @param all  entries that the checkpoint covers
    void at(long done, long all);
}
