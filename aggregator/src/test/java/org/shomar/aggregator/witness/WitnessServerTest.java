package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.witness.TestLog.ORIGIN;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Goal: every answer of c2sp.org/tlog-witness, for the reason that it names.
///
/// Method: a witness on a socket that holds 7 entries, asked by a client of the JDK with
/// requests that are written by hand.
class WitnessServerTest {
    private static final TestLog LOG = TestLog.of(ORIGIN, 40);
    private static final TestLog OTHER = TestLog.of("court.example/log", 40);

    private final Path folder;
    private final Stand stand;

    WitnessServerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.stand = new Stand(folder, LOG, OTHER);
    }

    @BeforeEach
    void holdsSevenEntries() throws UnfitTextException {
        stand.cosigned(LOG, 0, 7);
    }

    @AfterEach
    void close() throws IOException {
        stand.close();
    }

    @Test
    void aLogThatGrowsIsCosignedEachTime() throws UnfitTextException {
        stand.cosigned(LOG, 7, 8);
        stand.cosigned(LOG, 8, 8);
        stand.cosigned(LOG, 8, 33);
        stand.cosigned(LOG, 33, 40);
        stand.cosigned(OTHER, 0, 0);
        stand.cosigned(OTHER, 0, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 6, 8, 20})
    void anotherOldSizeIsAConflictThatTellsTheSize(long oldSize) throws UnfitTextException {
        stand.conflict(LOG.request(oldSize, 20), 7);
        stand.cosigned(LOG, 7, 20);
    }

    @Test
    void aLogThatWasNeverCosignedHasTheSizeZero() {
        stand.conflict(OTHER.request(3, 5), 0);
        stand.conflict(OTHER.request(5, 5), 0);
    }

    @Test
    void aCheckpointSmallerThanItsOldSizeIsBad() {
        stand.refused(TestLog.request(7, LOG.note(6), List.of()), 400);
        stand.refused(TestLog.request(41, LOG.note(40), List.of()), 400);
    }

    @Test
    void aSmallerCheckpointIsAConflict() {
        stand.conflict(LOG.request(3, 5), 7);
    }

    @Test
    void theSameSizeWithAnotherRootIsAConflictAndTheEvidenceIsKept() throws Exception {
        TestLog fork = LOG.forkedAfter(6, 40);
        stand.conflict(fork.request(7, 7), 7);
        stand.conflict(fork.request(0, 7), 7);
        assertThat(evidence()).hasSize(2);
        for (Path file : evidence()) {
            Note note = Note.parse(Files.readString(file));
            assertThat(note.isSignedBy(LOG.key())).isTrue();
            Note expected = file.toString().endsWith("-held.note") ? LOG.note(7) : fork.note(7);
            assertThat(note.text()).isEqualTo(expected.text());
        }
        assertThat(stand.get("/").body()).contains("FORK!").contains("انشعاب!");
        JsonObject log = health(200).getJsonArray("logs").getJsonObject(1);
        assertThat(log.getInteger("forks")).isEqualTo(1);
        assertThat(log.getLong("size")).isEqualTo(7);
        stand.cosigned(LOG, 7, 9);
    }

    private List<Path> evidence() throws IOException {
        try (var files = Files.list(folder.resolve("evidence"))) {
            return files.toList();
        }
    }

    @Test
    void aForkThatGrewOnIsUnprocessable() throws UnfitTextException {
        TestLog fork = LOG.forkedAfter(6, 40);
        stand.refused(fork.request(7, 20), 422);
        stand.cosigned(LOG, 7, 20);
    }

    @Test
    void aProofThatDoesNotFitIsUnprocessable() {
        List<Digest> proof = new ArrayList<>(LOG.at(20).consistency(7));
        Note note = LOG.note(20);
        stand.refused(TestLog.request(7, note, proof.subList(1, proof.size())), 422);
        stand.refused(TestLog.request(7, note, List.of()), 422);
        Collections.swap(proof, 0, 1);
        stand.refused(TestLog.request(7, note, proof), 422);
        stand.refused(TestLog.request(7, LOG.note(7), proof), 422);
        stand.refused(TestLog.request(0, OTHER.note(5), proof), 422);
    }

    @Test
    void anUnknownLogIsNotFound() {
        TestLog stranger = TestLog.of("shomar/kerman-1406", 3);
        stand.refused(stranger.request(0, 3), 404);
    }

    @Test
    void whatTheLogDidNotSignIsForbidden() {
        String text = LOG.checkpoint(9).text();
        NoteSignature otherKey = TestLog.signer(ORIGIN, NoteKey.Type.LOG, 9).sign(text);
        List<Digest> proof = LOG.at(9).consistency(7);
        stand.refused(TestLog.request(7, new Note(text, List.of(otherKey)), proof), 403);
        NoteSignature ofAnotherText = LOG.note(8).signatures().getFirst();
        Note forged = new Note(text, List.of(ofAnotherText));
        stand.refused(TestLog.request(7, forged, proof), 403);
        stand.refused(TestLog.request(7, LOG.note(9).with(List.of(ofAnotherText)), proof), 403);
    }

    @Test
    void signaturesOfOthersAreIgnored() throws UnfitTextException {
        NoteSignature stranger = TestLog.signer(ORIGIN, NoteKey.Type.LOG, 9)
                .sign(LOG.checkpoint(9).text());
        Note note = LOG.note(9).with(List.of(stranger));
        HttpResponse<String> answer =
                stand.add(TestLog.request(7, note, LOG.at(9).consistency(7)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("\u2014 paper.example/w1 ").hasLineCount(1);
        stand.cosigned(LOG, 9, 10);
    }

    @Test
    void linesAfterTheRootAreSignedAlong() {
        Note note = LOG.note(LOG.checkpoint(9).text() + "an extension\n");
        HttpResponse<String> answer =
                stand.add(TestLog.request(7, note, LOG.at(9).consistency(7)));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            empty                     | ''
            no checkpoint             | 'old 7\n'
            no old size               | '\n\n{note}'
            no empty line             | 'old 7\n{note}'
            another word              | 'size 7\n\n{note}'
            two spaces                | 'old  7\n\n{note}'
            a leading zero            | 'old 07\n\n{note}'
            a sign                    | 'old +7\n\n{note}'
            a number beyond all trees | 'old 9999999999999999999\n\n{note}'
            a carriage return         | 'old 7\r\n\n{note}'
            no base64                 | 'old 7\nabc\n\n{note}'
            a hash of 31 bytes        | 'old 7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n\n{note}'
            no signature              | 'old 7\n\n{text}'
            a text after the end      | 'old 7\n\n{note}x'
            no newline at the end     | 'old 7\n\n{cut}'
            a control character       | 'old 7\n\n{note}\t'
            a size with a zero        | 'old 7\n\nshomar/kerman-1405\n09\n{root}\n\n{signature}\n'
            """)
    void whatIsNoRequestIsBad(String claim, String template) {
        Note note = LOG.note(9);
        String body = template.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("{note}", note.toString())
                .replace("{cut}", note.toString().stripTrailing())
                .replace("{text}", note.text())
                .replace("{root}", Checkpoint.base64(LOG.at(9).root()))
                .replace("{signature}", note.signatures().getFirst().toString());
        stand.refused(body, 400);
    }

    @Test
    void moreThan63HashesAreBad() {
        List<Digest> hashes = Collections.nCopies(64, Digest.sha256());
        stand.refused(TestLog.request(7, LOG.note(9), hashes), 400);
        stand.refused(TestLog.request(7, LOG.note(9), hashes.subList(0, 63)), 422);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws UnfitTextException {
        String body = "old 7\n\n" + "x".repeat(AddCheckpoint.BYTES_MAX);
        stand.refused(body, 413);
        stand.cosigned(LOG, 7, 9);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /add-checkpoint, 405",
        "PUT, /add-checkpoint, 405",
        "POST, /, 405",
        "POST, /health, 405",
        "GET, /add-checkpoint/, 404",
        "POST, /v1/add-checkpoint, 404",
        "HEAD, /, 200"
    })
    void otherMethodsAndPathsAreRefused(String method, String path, int status) {
        HttpRequest.BodyPublisher body = method.startsWith("P")
                ? HttpRequest.BodyPublishers.ofString(LOG.request(7, 9))
                : HttpRequest.BodyPublishers.noBody();
        HttpResponse<String> answer =
                stand.send(HttpRequest.newBuilder(stand.url().resolve(path)).method(method, body));
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void thePageSaysWhoItIsAndWhatItWatches() {
        HttpResponse<String> page = stand.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains(stand.signer.key().toString())
                .contains(ORIGIN)
                .contains(">7<")
                .contains("lang=\"fa\"")
                .contains("lang=\"en\"")
                .doesNotContain("FORK");
        JsonObject health = health(200);
        assertThat(health.getString("vkey")).isEqualTo(stand.signer.key().toString());
        assertThat(health.getJsonArray("logs").getJsonObject(1).getLong("size")).isEqualTo(7);
    }

    private JsonObject health(int status) {
        HttpResponse<String> health = stand.get("/health");
        assertThat(health.statusCode()).isEqualTo(status);
        return new JsonObject(health.body());
    }
}
