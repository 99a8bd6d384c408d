package org.shomar.aggregator;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A limit of the kernel that a process lives under for a while. It needs no rights beyond
/// those over the process: only the soft limit is touched.
final class ProcessLimit implements AutoCloseable {
    private final String process;
    private final String resource;
    private final String before;

    private ProcessLimit(String process, String resource, String before) {
        this.process = process;
        this.resource = resource;
        this.before = before;
    }

    /// @param resource as `prlimit` names it: `fsize`, `nofile` …
    static ProcessLimit of(long pid, String resource, long limit)
            throws IOException, InterruptedException {
        String process = "--pid=" + pid;
        String before = Program.run(
                "prlimit", process, "--" + resource, "--output=SOFT", "--noheadings", "--raw");
        ProcessLimit set = new ProcessLimit(process, resource, before.strip());
        set.to(Long.toString(limit));
        return set;
    }

    /// What follows the colon would be the hard limit, which stays.
    private void to(String soft) throws IOException, InterruptedException {
        Program.run("prlimit", process, "--" + resource + "=" + soft + ":");
    }

    /// As it was before.
    @Override
    public void close() {
        try {
            to(before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
