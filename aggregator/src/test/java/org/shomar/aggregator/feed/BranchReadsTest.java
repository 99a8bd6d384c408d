package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.BranchState;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Goal: a list of branches costs one read and one encoding for each moment of its contest,
/// whoever asks and how often, and the encoding is done where it holds nobody up.
/// Method: requests over loopback; the source counts its reads, and its list the threads that
/// go through it.
@DisplayName("lists of branches")
class BranchReadsTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final Queue<Boolean> encodedOnEventLoop = new ConcurrentLinkedQueue<>();
    private final PublicServer server =
            new PublicServer(PublicServer.FAST, definition, new Watched());

    /// The same totals; says who goes through the branches.
    private final class Watched implements TotalsSource {
        @Override
        public Future<Totals> totals(int contest) {
            return totals.totals(contest);
        }

        @Override
        public Future<Optional<Totals>> totalsAt(int contest, long seq) {
            return totals.totalsAt(contest, seq);
        }

        @Override
        public Future<BranchStates> branches(int contest) {
            return totals.branches(contest)
                    .map(states -> new BranchStates(
                            states.contest(),
                            states.seq(),
                            states.contestSeq(),
                            watched(states.branches())));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void areReadOnceForEachMoment() throws IOException {
        String first = branches().body();
        assertThat(branches().body()).isEqualTo(first);
        assertThat(totals.readsOfBranches).hasValue(1);

        while (totals.now(7).seq() < 3) {
            totals.report(7);
        }
        PublicServer.await(server.feed.refresh());
        assertThat(branches().headers().firstValue("ETag")).hasValue("\"3\"");
        assertThat(branches().headers().firstValue("ETag")).hasValue("\"3\"");
        assertThat(totals.readsOfBranches).hasValue(2);
    }

    @Test
    void areReadAgainAfterARepair() throws IOException {
        branches();
        PublicServer.await(server.feed.refresh()); // totals came again under their sequence
        branches();

        assertThat(totals.readsOfBranches).hasValue(2);
    }

    @Test
    void areNotReadForWhoHasThem() throws IOException {
        String tag = branches().headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = server.get("/v1/contests/7/branches", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(totals.readsOfBranches).hasValue(1);
    }

    @Test
    void areEncodedAwayFromTheEventLoops() throws IOException {
        branches();

        assertThat(encodedOnEventLoop).isNotEmpty().containsOnly(false);
    }

    @Test
    void areWeighedWhileTheyAreKept() throws IOException {
        assertThat(server.feed.branchBytes()).isZero();
        long bytes = branches().body().length();
        assertThat(server.feed.branchBytes()).isEqualTo(bytes);
        bytes += server.get("/v1/contests/9/branches").body().length();
        assertThat(server.feed.branchBytes()).isEqualTo(bytes);
    }

    private HttpResponse<String> branches() throws IOException {
        return server.get("/v1/contests/7/branches");
    }

    private List<BranchState> watched(List<BranchState> branches) {
        return new AbstractList<>() {
            @Override
            public BranchState get(int place) {
                encodedOnEventLoop.add(Context.isOnEventLoopThread());
                return branches.get(place);
            }

            @Override
            public int size() {
                return branches.size();
            }
        };
    }
}
