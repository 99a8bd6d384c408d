package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/// Goal: the log is served as c2sp.org/tlog-tiles says, for any client of that format.
/// Method: a log of 70,000 entries (the specification's own example) on real sockets; tables
/// of paths with the verdict last; the tree is made again from what was served.
@DisplayName("the log over HTTP")
class LogFilesTest {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final MemoryLog LOG = new MemoryLog("shomar/small-1405", 1).grow(69_999);

    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final PublicServer server =
            new PublicServer(PublicServer.FAST, definition, totals, LOG);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /checkpoint                   | 200 | -
            HEAD | /checkpoint                   | 200 | -
            POST | /checkpoint                   | 405 | method
            GET  | /tile/0/000                   | 200 | 8192
            HEAD | /tile/0/000                   | 200 | -
            PUT  | /tile/0/000                   | 405 | method
            GET  | /tile/0/272                   | 200 | 8192
            GET  | /tile/0/273                   | 404 | not-found
            GET  | /tile/0/273.p/112             | 200 | 3584
            GET  | /tile/0/273.p/1               | 200 | 32
            GET  | /tile/0/273.p/113             | 404 | not-found
            GET  | /tile/0/000.p/255             | 200 | 8160
            GET  | /tile/0/000.p/256             | 404 | not-found
            GET  | /tile/0/000.p/0               | 404 | not-found
            GET  | /tile/0/000.p/01              | 404 | not-found
            GET  | /tile/0/000.p/                | 404 | not-found
            GET  | /tile/0/274                   | 404 | not-found
            GET  | /tile/0/274.p/1               | 404 | not-found
            GET  | /tile/1/000                   | 200 | 8192
            GET  | /tile/1/001                   | 404 | not-found
            GET  | /tile/1/001.p/17              | 200 | 544
            GET  | /tile/1/001.p/18              | 404 | not-found
            GET  | /tile/2/000.p/1               | 200 | 32
            GET  | /tile/2/000                   | 404 | not-found
            GET  | /tile/3/000.p/1               | 404 | not-found
            GET  | /tile/5/000                   | 404 | not-found
            GET  | /tile/6/000                   | 404 | not-found
            GET  | /tile/63/000                  | 404 | not-found
            GET  | /tile/64/000                  | 404 | not-found
            GET  | /tile/00/000                  | 404 | not-found
            GET  | /tile/-1/000                  | 404 | not-found
            GET  | /tile/0/0                     | 404 | not-found
            GET  | /tile/0/1000                  | 404 | not-found
            GET  | /tile/0/x000/000              | 404 | not-found
            GET  | /tile/0/x001/000              | 404 | not-found
            GET  | /tile/0/001/000               | 404 | not-found
            GET  | /tile/0/x999/x999/x999/x999/999 | 404 | not-found
            GET  | /tile/0/000/                  | 404 | not-found
            GET  | /tile/0/%30%30%30             | 404 | not-found
            GET  | /tile/                        | 404 | not-found
            GET  | /tile/entries/000             | 200 | -
            HEAD | /tile/entries/000             | 200 | -
            POST | /tile/entries/000             | 405 | method
            GET  | /tile/entries/272.p/3         | 200 | -
            GET  | /tile/entries/273             | 404 | not-found
            GET  | /tile/entries/273.p/112       | 200 | -
            GET  | /tile/entries/273.p/113       | 404 | not-found
            GET  | /tile/entries/x001/000        | 404 | not-found
            GET  | /tile/entries                 | 404 | not-found
            """)
    void answersEachPath(String method, String path, int status, String bytesOrCode)
            throws IOException {
        HttpResponse<String> answer = server.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(answer, "Cache-Control"))
                .isEqualTo(status == 200 && !path.equals("/checkpoint") ? FOR_EVER : "no-cache");
        if (status != 200) {
            assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(bytesOrCode);
        } else {
            assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{32}\"");
            if (!bytesOrCode.equals("-")) {
                assertThat(header(answer, "Content-Length")).isEqualTo(bytesOrCode);
            }
        }
    }

    @Test
    void readsNothingForWhomItRefuses() throws IOException {
        int before = LOG.reads.get();
        server.send("POST", "/tile/entries/005");
        server.get("/tile/entries/274.p/1");

        assertThat(LOG.reads.get()).isEqualTo(before);
    }

    @Test
    void servesACheckpointThatVerifies() throws Exception {
        HttpResponse<String> answer = server.get("/checkpoint");
        Note note = Note.parse(answer.body());

        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(note.isSignedBy(LOG.key())).isTrue();
        assertThat(Checkpoint.parse(note.text())).isEqualTo(LOG.signed());
    }

    @Test
    void bundlesAndTilesLeadToTheRoot() throws Exception {
        MemoryLog log = new MemoryLog(definition, 2).grow(700);
        try (PublicServer small = new PublicServer(PublicServer.FAST, definition, totals, log)) {
            MerkleTree entries = new MerkleTree();
            MerkleTree hashes = new MerkleTree();
            for (String tile : List.of("000", "001", "002.p/189")) {
                for (byte[] entry :
                        Tiles.entries(small.bytes("/tile/entries/" + tile).body())) {
                    entries.append(Digest.leafHash(entry));
                }
                byte[] leaves = small.bytes("/tile/0/" + tile).body();
                for (int at = 0; at < leaves.length; at += Digest.BYTES) {
                    hashes.append(leaves, at);
                }
            }
            assertThat(entries.size()).isEqualTo(701);
            assertThat(entries.at(701).root()).isEqualTo(log.signed().root());
            assertThat(hashes.at(701).root()).isEqualTo(log.signed().root());
        }
    }

    @Test
    void compressesBundlesForWhoAsks() throws Exception {
        HttpResponse<byte[]> plain = server.bytes("/tile/entries/007");
        HttpResponse<byte[]> small = server.bytes("/tile/entries/007", "Accept-Encoding", "gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(small, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(small, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(small, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(small, "ETag")).isNotEqualTo(header(plain, "ETag"));
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(small.body()))) {
            assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(plain.body().length).isGreaterThan(Answers.SLICE_BYTES);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /checkpoint       | identity
            /tile/0/000       | identity
            /tile/entries/000 | identity
            /tile/entries/000 | gzip
            """)
    void sendsNothingTwice(String path, String coding) throws IOException {
        String etag = header(server.bytes(path, "Accept-Encoding", coding), "ETag");
        HttpResponse<byte[]> again =
                server.bytes(path, "Accept-Encoding", coding, "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(etag);
    }

    @Test
    void keepsBundlesThatWereAskedForLately() throws IOException {
        server.get("/tile/entries/001");
        int before = LOG.reads.get();
        server.get("/tile/entries/001");
        server.bytes("/tile/entries/001", "Accept-Encoding", "gzip");

        assertThat(LOG.reads.get()).isEqualTo(before);
        assertThat(server.feed.bundleBytes()).isBetween(1L, Bundles.CACHE_BYTES_MAX);
        for (int bundle = 20; bundle < 272; bundle++) {
            server.get("/" + new TilePath(TilePath.ENTRIES, bundle, TilePath.WIDTH));
        }
        assertThat(server.feed.bundleBytes()).isBetween(1L, Bundles.CACHE_BYTES_MAX);
        server.get("/tile/entries/001");
        assertThat(LOG.reads.get()).isGreaterThan(before + 252);
    }

    @Test
    void servesNothingThatIsNotSignedYetAndPublishesWhatIsCosigned() throws IOException {
        MemoryLog log = new MemoryLog(definition, 3).grow(9);
        try (PublicServer small = new PublicServer(PublicServer.FAST, definition, totals, log)) {
            assertThat(small.get("/tile/0/000.p/11").statusCode()).isEqualTo(404);
            assertThat(small.get("/tile/entries/000.p/11").statusCode()).isEqualTo(404);
            log.growSilently(1);

            assertThat(small.get("/tile/0/000.p/11").statusCode()).isEqualTo(200);
            assertThat(small.get("/tile/entries/000.p/11").statusCode()).isEqualTo(200);
            assertThat(small.get("/checkpoint").body()).contains("\n10\n");
        }
    }

    @Test
    void theCheckpointIsEncodedOnceForEachNoteAndFollowsIt() {
        MemoryLog log = new MemoryLog(definition, 3).grow(9);
        Vertx vertx = Vertx.vertx();
        LogFiles files = new LogFiles(log, new Topics(definition), new Bundles(vertx, log));
        Content before = checkpoint(files);
        assertThat(checkpoint(files)).isSameAs(before);
        log.growSilently(1);
        assertThat(checkpoint(files)).isSameAs(before);
        log.grow(1);
        Content after = checkpoint(files);
        assertThat(after).isNotSameAs(before).isSameAs(checkpoint(files));
        assertThat(after.body()).asString().isEqualTo(log.published().toString());
        assertThat(after).isEqualTo(Content.of(after.type(), after.body()));
        assertThat(after.etag()).isNotEqualTo(before.etag());
        vertx.close().await();
    }

    private static Content checkpoint(LogFiles files) {
        return files.at(LogFiles.CHECKPOINT) instanceof Routes.Found.Ready(Content content)
                ? content
                : fail("there is always a checkpoint");
    }

    @Test
    void keepsEntriesOfAGatedElectionClosed() throws IOException {
        Definition gated = SmallElection.with(Release.GATED);
        try (PublicServer closed = new PublicServer(
                PublicServer.FAST, gated, new MemoryTotals(gated, new Random(1)), LOG)) {
            assertThat(closed.get("/tile/entries/000").statusCode()).isEqualTo(403);
            assertThat(closed.get("/tile/entries/273.p/112").body())
                    .contains("\"code\":\"not-published\"");
            assertThat(closed.get("/tile/0/000").statusCode()).isEqualTo(200);
            assertThat(closed.get("/checkpoint").statusCode()).isEqualTo(200);
            assertThat(closed.feed.everythingIsPublished()).isFalse();
        }
    }

    @Test
    void saysWhenTheLedgerIsAwayAndServesItAfterwards() throws IOException {
        MemoryLog log = new MemoryLog(definition, 4).grow(300);
        try (PublicServer small = new PublicServer(PublicServer.FAST, definition, totals, log)) {
            log.ledgerIsAway(true);
            HttpResponse<String> away = small.get("/tile/entries/000");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            assertThat(header(away, "Cache-Control")).isEqualTo("no-cache");
            assertThat(small.get("/tile/0/000").statusCode()).isEqualTo(200);

            log.ledgerIsAway(false);
            assertThat(small.get("/tile/entries/000").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void doesNotHandOutWhatDoesNotFitItsHash() throws IOException {
        MemoryLog log = new MemoryLog(definition, 5).grow(300);
        log.forge(17);
        try (PublicServer small = new PublicServer(PublicServer.FAST, definition, totals, log)) {
            assertThat(small.get("/tile/entries/000").statusCode()).isEqualTo(503);
            assertThat(small.get("/tile/entries/000.p/17").statusCode()).isEqualTo(200);
            assertThat(small.get("/tile/entries/001.p/45").statusCode()).isEqualTo(200);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}
