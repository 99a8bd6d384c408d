package org.shomar.aggregator.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between a ledger and PostgreSQL and cuts the line at a chosen moment, once; or lets
/// it fall silent, both ends open.
final class CuttingProxy implements AutoCloseable {
    /// Where the line is cut: at the first piece of traffic in which a word is seen.
    enum Cut {
        /// The ledger begins to ask; PostgreSQL never hears of it.
        AT_BEGIN("BEGIN", true),
        /// Entries to be committed are under way and never arrive.
        COMMIT_LOST("message ", true),
        /// PostgreSQL has committed; its answer never arrives.
        ANSWER_LOST("INSERT", false);

        private final String word;
        private final boolean towardsDatabase;

        Cut(String word, boolean towardsDatabase) {
            this.word = word;
            this.towardsDatabase = towardsDatabase;
        }
    }

    private static final int PIECE_BYTES = 1 << 16;

    private final URI database;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private volatile boolean silently;
    private volatile boolean down;

    CuttingProxy(String databaseUrl) {
        this.database = URI.create(databaseUrl);
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return database.toString()
                .replace(":" + database.getPort(), ":" + listening.getLocalPort());
    }

    void cutOnce(Cut cut) {
        silently = false;
        next.set(cut);
    }

    /// As [#cutOnce], but nobody is told: from then on, nothing arrives any more in the direction
    /// of what was cut.
    void fallSilentOnce(Cut cut) {
        silently = true;
        next.set(cut);
    }

    boolean hasCut() {
        return next.get() == null;
    }

    /// Cuts every line; new ones end at once until [#heal].
    void breakDown() {
        down = true;
        open.forEach(CuttingProxy::cut);
    }

    void heal() {
        down = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket ledger = listening.accept();
                if (down) {
                    cut(ledger);
                    continue;
                }
                Socket postgres = new Socket(database.getHost(), database.getPort());
                open.add(ledger);
                open.add(postgres);
                Thread.startVirtualThread(() -> pump(ledger, postgres, true));
                Thread.startVirtualThread(() -> pump(postgres, ledger, false));
            }
        } catch (IOException closed) {
            open.forEach(CuttingProxy::cut);
        }
    }

    private void pump(Socket from, Socket to, boolean towardsDatabase) {
        byte[] piece = new byte[PIECE_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
                if (cutsHere(Arrays.copyOf(piece, size), towardsDatabase)) {
                    if (silently) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                    return;
                }
                out.write(piece, 0, size);
            }
        } catch (IOException cut) {
            // both ends close, which is all there is to do
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean cutsHere(byte[] piece, boolean towardsDatabase) {
        Cut cut = next.get();
        return cut != null
                && cut.towardsDatabase == towardsDatabase
                && new String(piece, StandardCharsets.ISO_8859_1).contains(cut.word)
                && next.compareAndSet(cut, null);
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
