package org.shomar.aggregator;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.tally.TallyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One running node: its start, where it then listens, and its stop.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int CLOSE_SECONDS_MAX = 8;
    private static final int OPENING_SECONDS_MAX = 6;

    private final Definition definition;
    private final ServerConfig config;
    private final Ports ports;
    private final Closings closings = new Closings();
    private final Rooms rooms;

    /// Held while the node opens, so that it closes only what is whole.
    private final ReentrantLock opening = new ReentrantLock();

    private volatile boolean ready;

    /// A node that is not started yet, alone.
    public Server(Definition definition, ServerConfig config) {
        this(definition, config, TallyConfig.ALONE);
    }

    /// @param tally how it joins other nodes, which no command offers yet
    Server(Definition definition, ServerConfig config, TallyConfig tally) {
        this.definition = definition;
        this.config = config;
        this.ports = new Ports(config);
        this.rooms = new Rooms(definition, config, tally, ports, closings);
    }

    /// Starts a node, as [#start()] does.
    public static Server start(Definition definition, ServerConfig config) throws IOException {
        Server server = new Server(definition, config);
        server.start();
        return server;
    }

    /// Returns when the node is ready: everything that the ledger held is in the totals,
    /// and every port is open. Blocks; not for an event loop. [#close] may be called
    /// meanwhile; the start then ends with an exception after the step that is under way.
    ///
    /// @throws IOException when the data folder cannot be used
    public void start() throws IOException {
        opening.lock();
        try {
            LOG.info("Starting election {} with {}", definition.election(), config);
            rooms.open(() -> ready);
            ready = true;
        } finally {
            if (!ready) { // a failed future may throw what Java calls checked, too
                close();
            }
            opening.unlock();
        }
    }

    /// Where branches send, such as `https://127.0.0.1:8443`.
    public String ingest() {
        return ports.ingest();
    }

    /// Where anybody reads, such as `http://127.0.0.1:8080`.
    public String reading() {
        return ports.reading();
    }

    /// Where operators look, such as `http://127.0.0.1:8081`.
    public String ops() {
        return ports.ops();
    }

    /// The certificate that the ingress shows, null for plain HTTP.
    public @Nullable Path certificate() {
        return ports.certificate();
    }

    /// Whether a close from outside, by a signal, ended the start.
    public boolean stopping() {
        return closings.stopping();
    }

    /// Stops accepting, answers what is under way, and closes every room; at most 10 s.
    @Override
    public void close() {
        ready = false;
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS_MAX);
        awaitOpening();
        closings.closeAll(deadlineNanos);
        rooms.closeGauges();
    }

    /// A start that is under way ends after its next step, and frees the lock.
    private void awaitOpening() {
        if (opening.isHeldByCurrentThread()) {
            return;
        }
        closings.stop();
        try {
            if (opening.tryLock(OPENING_SECONDS_MAX, TimeUnit.SECONDS)) {
                opening.unlock();
            } else {
                LOG.warn("a step of the start did not end; closing what is open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
