package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.loadtest.report.Audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Goal: the audit finds every lie of a server, and finds none where there is none.
///
/// Method: the answers and the public pages of a small night that went well; one lie a row,
/// with the line of the audit that must differ last.
class AuditorTest {
    private static final String PROVED = "proved";
    private static final String RECEIPTS = "acknowledgements with a receipt";
    private static final String SEQUENCES = "acknowledged packets with a sequence";
    private static final String REPEATS = "repeats answered by the sequence";
    private static final String STORED = "acknowledged = stored";
    private static final String COUNTED = "stored = counted";
    private static final String SHOWN = "counted = shown";
    private static final String AREAS = "areas below";
    private static final String PROGRESS = "areas whose progress";
    private static final String CONTEST = "/v1/contests/1";

    private static final Map<String, JsonObject> PAGES = new ConcurrentHashMap<>();
    private static final Vertx VERTX = Vertx.vertx();
    private static Roll roll;
    private static Plane plane;

    @BeforeAll
    static void generate(@TempDir Path folder) throws IOException {
        roll = SmallNight.in(folder);
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(request -> {
                    JsonObject page = PAGES.get(request.path());
                    request.response()
                            .setStatusCode(page == null ? 404 : 200)
                            .end(page == null ? "none" : page.encode());
                })
                .listen(0, "127.0.0.1")
                .await();
        plane = new Plane(
                VERTX, Endpoint.reading(URI.create("http://127.0.0.1:" + server.actualPort())));
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void anHonestServerIsBelieved() {
        Auditor.Found found = audit(ToldNight.honest(roll), 3, 0);
        assertThat(found.audit().lines()).allMatch(Audit.Line::ok).hasSize(12);
        assertThat(found.after()).isPresent();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("lies")
    void everyLieIsFound(String lie, Consumer<ToldNight> told, String line) {
        ToldNight night = ToldNight.honest(roll);
        told.accept(night);
        assertFound(audit(night, 0, 0), line);
    }

    static Stream<Arguments> lies() {
        return Stream.concat(liesOfAnswersAndBranches(), liesOfTotals());
    }

    private static Stream<Arguments> liesOfAnswersAndBranches() {
        return Stream.of(
                lie("no answer", "packets answered", night -> answer(night, 0, 0)),
                lie("wrong answer", "answers that", night -> answer(night, 409, 0)),
                lie("no sequence", SEQUENCES, night -> answer(night, 201, 0)),
                lie("another's sequence", SEQUENCES, night -> answer(night, 201, 2)),
                lie("a repeat is stored again", REPEATS, night -> {
                    night.work.journal().answer(night.firstDuplicate(), 200, 999, 0);
                }),
                lie("no log key", PROVED, night -> night.page("/v1/election").clear()),
                lie("another's log key", PROVED, night -> night.page("/v1/election")
                        .put("logKey", new TestLog("shomar/other", 1).vkey())),
                lie(
                        "an entry too few",
                        STORED,
                        night -> add(night.page(CONTEST), "contestSeq", -1)),
                lie(
                        "an entry too many",
                        STORED,
                        night -> add(night.page(CONTEST), "contestSeq", 1)),
                lie("an old revision", COUNTED, night -> add(row(night), "revision", -1)),
                lie("another packet", COUNTED, night -> row(night).put("packet", "00")),
                lie("another place", COUNTED, night -> row(night).put("seq", 2)),
                lie("another area", COUNTED, night -> row(night).put("area", "IR")),
                lie("held", COUNTED, night -> row(night).put("state", "held")),
                lie("a stale row", COUNTED, night -> row(night).put("state", "none")),
                lie("a branch left out", COUNTED, night -> night.rows(1).remove(0)),
                lie("a branch too many", COUNTED, night -> night.rows(1)
                        .add(new JsonObject().put("branch", 999_999))),
                lie("no branches", COUNTED, night -> night.page(CONTEST + "/branches")
                        .clear()));
    }

    private static Stream<Arguments> liesOfTotals() {
        return Stream.of(
                lie("a vote too few", SHOWN, night -> less(night.page(CONTEST))),
                lie(
                        "a ballot too many",
                        SHOWN,
                        night -> add(night.page(CONTEST).getJsonObject("ballots"), "cast", 1)),
                lie(
                        "a branch held",
                        SHOWN,
                        night -> add(night.page(CONTEST).getJsonObject("branches"), "held", 1)),
                lie("an empty result", SHOWN, night -> night.page(CONTEST).clear()),
                lie("no result", SHOWN, night -> night.pages.remove(CONTEST)),
                lie(
                        "a child's vote too few",
                        SHOWN,
                        night -> less(children(night).getJsonObject(0))),
                lie("a child left out", SHOWN, night -> children(night).remove(0)),
                lie("no children", SHOWN, night -> children(night).clear()),
                lie("a child too many", SHOWN, night -> children(night)
                        .add(children(night).getJsonObject(0).copy())),
                lie("a deep vote too few", AREAS, night -> less(night.page(night.deepPath()))),
                lie("no deep result", AREAS, night -> night.pages.remove(night.deepPath())),
                lie(
                        "progress too far",
                        PROGRESS,
                        night -> add(areas(night).getJsonObject(0), "reported", 1)),
                lie("an area left out", PROGRESS, night -> areas(night).remove(0)),
                lie("an area twice", PROGRESS, night -> areas(night)
                        .add(areas(night).getJsonObject(0).copy())),
                lie("an unknown area", PROGRESS, night -> areas(night)
                        .add(areas(night).getJsonObject(0).copy().put("area", "XX"))),
                lie("no areas", PROGRESS, night -> areas(night).clear()),
                lie("old progress", PROGRESS, night -> add(night.page("/v1/progress"), "seq", -1)),
                lie("no progress", PROGRESS, night -> night.pages.remove("/v1/progress")));
    }

    @Test
    void aDifferenceThatIsEverywhereIsToldOnce() {
        AuditLines lines = new AuditLines();
        lines.add("proved", "اثبات‌شده", 4, 0, List.of("no answer", "no answer", "no key"));
        assertThat(lines.audit().lines()).singleElement().satisfies(line -> assertThat(line.seen())
                .isEqualTo("0; no answer; no key"));
    }

    private static Arguments lie(String lie, String line, Consumer<ToldNight> told) {
        return arguments(lie, told, line);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("receipts")
    void everyUnfitReceiptIsFound(String lie, UnaryOperator<String> receipts, String line) {
        assertFound(audit(ToldNight.withReceipts(roll, receipts), 0, 0), line);
    }

    static Stream<Arguments> receipts() {
        return Stream.of(
                receipt("none", RECEIPTS, receipt -> ""),
                receipt("one is missing", RECEIPTS, once("index 7\\n", receipt -> "")),
                receipt("none, so nothing is proved", PROVED, receipt -> ""),
                receipt(
                        "of another entry",
                        RECEIPTS,
                        once("index 7\\n", receipt -> receipt.replace("index 7\\n", "index 8\\n"))),
                receipt(
                        "a spoiled path",
                        PROVED,
                        once(
                                "index 7\\n",
                                receipt -> receipt.replace("index 7\\n", "index 7\\nAA"))),
                receipt(
                        "a spoiled signature",
                        PROVED,
                        once(
                                "index 7\\n",
                                receipt -> receipt.replaceFirst("....(.=)\\\\n$", "AAAA$1\\\\n"))),
                receipt("no JSON", PROVED, once("index 7\\n", receipt -> receipt + "\\x")));
    }

    private static Arguments receipt(String lie, String line, UnaryOperator<String> receipts) {
        return arguments(lie, receipts, line);
    }

    private static UnaryOperator<String> once(String mark, UnaryOperator<String> change) {
        return receipt -> receipt.contains(mark) ? change.apply(receipt) : receipt;
    }

    @Test
    void aLostPacketThatWasAcknowledgedIsFound() {
        ToldNight night = ToldNight.withoutTheLast(roll);
        assertFound(audit(night, 0, 0), STORED);
        assertFound(audit(night, 0, 0), COUNTED);
        assertFound(audit(night, 0, 0), SHOWN);
    }

    @Test
    void aReaderLeftBehindIsFound() {
        assertFound(audit(ToldNight.honest(roll), 3, 1), "readers shown the last state");
    }

    private static Auditor.Found audit(ToldNight night, int readers, int behind) {
        PAGES.clear();
        PAGES.putAll(night.pages);
        return new Auditor(roll, night.work, night.before(), plane, 0)
                .run(List.of(night.book), readers, behind);
    }

    private static void assertFound(Auditor.Found found, String line) {
        assertThat(found.audit().lines())
                .filteredOn(each -> !each.ok())
                .extracting(each -> each.name().en())
                .anySatisfy(name -> assertThat(name).startsWith(line));
        assertThat(found.after()).isEmpty();
    }

    private static void answer(ToldNight night, int status, long seq) {
        night.work.journal().answer(night.lastStored(), status, seq, 0);
    }

    private static JsonObject row(ToldNight night) {
        return night.row(night.lastStored());
    }

    private static JsonArray children(ToldNight night) {
        return night.page(night.pathWithAreas()).getJsonArray("areas");
    }

    private static JsonArray areas(ToldNight night) {
        return night.page("/v1/progress").getJsonArray("areas");
    }

    private static void add(JsonObject in, String name, int more) {
        in.put(name, in.getLong(name) + more);
    }

    private static void less(JsonObject result) {
        JsonArray votes = result.getJsonArray("votes");
        votes.set(0, votes.getLong(0) - 1);
    }
}
