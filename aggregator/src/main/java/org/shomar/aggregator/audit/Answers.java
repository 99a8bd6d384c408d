package org.shomar.aggregator.audit;

import org.shomar.aggregator.audit.Source.Fetched;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Fetches many answers of the server, some at a time.
final class Answers {
    /// At once, so that an audit is no flood.
    static final int AT_ONCE = 16;

    /// More than any answer about a country has.
    static final int BYTES_MAX = 64 * 1_024 * 1_024;

    private final Source source;

    Answers(Source source) {
        this.source = source;
    }

    /// The answers in the order of the paths, at most [#AT_ONCE] of them.
    List<Fetched> fetch(List<String> paths) throws IOException {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Fetched>> asked = new ArrayList<>();
            for (String path : paths) {
                asked.add(readers.submit(() -> source.get(path, BYTES_MAX)));
            }
            List<Fetched> answers = new ArrayList<>();
            for (Future<Fetched> answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException unread) {
                throw new IOException(unread.getMessage(), unread);
            }
            throw new IllegalStateException("an answer could not be read", failed.getCause());
        }
    }
}
