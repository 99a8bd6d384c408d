package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Ed25519;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Goal: what a reader sees is what the branches sent, at once, in Persian first.
///
/// Method: a whole server, packets sent to its ingress, and its page open in a real Chromium.
class PageTest {
    private static final int BRANCHES = 60;
    private static final long SEED = 1405;
    private static final String KERMAN = "IR-08";

    /// As many as the page shows before "all" is asked for.
    private static final int CANDIDATES_SHOWN = 30;

    /// Longer than a page calls its figures fresh after the last word from its server.
    private static final int SILENCE_MILLIS = 13_000;

    private static Rehearsal rehearsal;
    private static Definition definition;
    private static Browser browser;

    private Server server;
    private BrowserPage page;

    @BeforeAll
    static void openBrowser(@TempDir Path profile) throws IOException {
        Ed25519 signing = Ed25519.bouncyCastle();
        rehearsal = ((Generate.Generated.Ready) Generate.rehearsal(
                        new Generate.Options(KERMAN, BRANCHES, 0, SEED), signing))
                .rehearsal();
        definition = ((Loaded.Sound) DefinitionLoader.load(rehearsal.definition(), signing))
                .definition();
        browser = new Browser(profile);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void openServer(@TempDir Path data) throws IOException {
        server = Server.start(
                definition,
                new ServerConfig(data, null, 0, 0, 0, null, true, null, null, List.of()));
        page = browser.page();
        page.size(1280, 900, false);
    }

    @AfterEach
    void closeServer() {
        page.close();
        server.close();
    }

    @Test
    void showsExactTotalsInPersianTheMomentTheyAreStored() throws Exception {
        Contest contest = provincial();
        open("#contest/" + contest.contest());
        assertThat(page.value("document.documentElement.lang")).isEqualTo("fa");
        assertThat(page.value("document.documentElement.dir")).isEqualTo("rtl");
        assertThat(page.text("#rehearsal")).startsWith("تمرینی");
        assertThat(page.text(".status")).isEqualTo("هنوز نتیجه‌ای نرسیده است");
        page.value("window.notLoadedAgain = true");

        int half = rehearsal.packetCount() / 2;
        sendPackets(0, half);
        page.until(progressIs(half));
        assertThat(page.text(".status")).isEqualTo("شمارش ادامه دارد (غیررسمی)");
        page.screenshot(Path.of("target", "page-fa-counting.png"));
        sendPackets(half, rehearsal.packetCount());
        page.until(progressIs(rehearsal.packetCount()));
        page.until("document.querySelector('.status').textContent.startsWith('همهٔ شعبه‌ها')");

        assertThat(shownVotes()).containsExactlyElementsOf(expectedVotes(contest, ""));
        assertThat(page.value("window.notLoadedAgain")).isEqualTo(true);
        page.screenshot(Path.of("target", "page-fa.png"));
        page.size(390, 844, true);
        page.screenshot(Path.of("target", "page-fa-phone.png"));
        assertThat(page.value("document.documentElement.scrollWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(390);
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void leadsFromAProvinceDownToTheVotesOfAnArea() throws Exception {
        sendPackets(0, rehearsal.packetCount());
        Contest contest = provincial();
        open("#contest/" + contest.contest());
        page.until("document.querySelector('.areas a') !== null");
        String href = page.value("document.querySelector('.areas a').getAttribute('href')")
                .toString();
        String area = href.substring(href.lastIndexOf('/') + 1);
        String name = page.text(".areas a");
        page.click(".areas a");
        page.until(
                "document.querySelector('.path [aria-current]')?.textContent === '" + name + "'");
        assertThat(shownVotes()).containsExactlyElementsOf(expectedVotes(contest, area));

        page.click(".path a");
        page.until("document.querySelector('.areas a')?.textContent === '" + name + "'");
        assertThat(shownVotes()).containsExactlyElementsOf(expectedVotes(contest, ""));
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void findsPersianNamesTypedOnAnArabicKeyboard() {
        String wanted = definition.contests().stream()
                .map(contest -> Objects.requireNonNull(contest.name().fa()))
                .filter(name -> name.contains("ی") && name.contains("ک"))
                .toList()
                .getLast();
        open("");
        int all = page.texts("#contest-list li").size();
        page.type("#search", wanted.replace('ی', 'ي').replace('ک', 'ك'));
        page.until("document.querySelectorAll('#contest-list li').length < " + all);
        assertThat(page.texts("#contest-list li span")).contains(wanted);
        page.value("document.querySelector('#search').select()");
        page.type("#search", "نامی که نیست");
        page.until("document.querySelectorAll('#contest-list li').length === 0");
        assertThat(page.text("#contest-more")).isEqualTo("رقابتی با این نام یافت نشد");
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void speaksEnglishWhenAsked() throws Exception {
        sendPackets(0, rehearsal.packetCount());
        Contest contest = provincial();
        open("#contest/" + contest.contest());
        page.click("#language");
        assertThat(page.value("document.documentElement.lang")).isEqualTo("en");
        assertThat(page.value("document.documentElement.dir")).isEqualTo("ltr");
        assertThat(page.text("#rehearsal")).startsWith("Rehearsal");
        page.until("document.querySelector('.candidates td.figure') !== null");
        assertThat(page.text(".candidates td.figure")).matches("[0-9,]+");
        assertThat(page.value("document.body.innerText").toString())
                .as("no digit is left in Persian")
                .doesNotContainPattern("[۰-۹]");
        page.screenshot(Path.of("target", "page-en.png"));
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void saysThatTheFiguresAreOldWhenTheServerIsGone() {
        open("");
        page.until("document.querySelector('#connection').className.includes('live')");
        assertThat(page.text("#connection")).isEqualTo("زنده");
        server.close();
        page.until("document.querySelector('#connection').className.includes('lost')");
        assertThat(page.text("#connection")).startsWith("ارتباط قطع شد").matches(".*[۰-۹].*");
        // Nobody waits here until the figures are old: to the page's clock they are.
        page.value("{ const now = Date.now; Date.now = () => now() + " + SILENCE_MILLIS + "; }");
        page.until("document.querySelector('#connection').className.includes('stale')");
        assertThat(page.text("#connection")).startsWith("داده‌ها به‌روز نیستند");
    }

    private void open(String place) {
        page.open(server.reading() + "/" + place);
        page.until("document.querySelector('#result h2') !== null");
    }

    private void asksNobodyElseAndDoesNotComplain() {
        String host = server.reading().substring("http".length()) + "/";
        assertThat(page.requests()).hasSizeGreaterThan(5).allSatisfy(url -> assertThat(url)
                .satisfiesAnyOf(
                        http -> assertThat(http).startsWith("http" + host),
                        socket -> assertThat(socket).startsWith("ws" + host)));
        assertThat(page.complaints()).isEmpty();
    }

    /// The contest of the whole province, which has counties below it.
    private static Contest provincial() {
        return definition.contests().stream()
                .filter(contest -> definition.areas().get(contest.area()).code().equals(KERMAN))
                .findFirst()
                .orElseThrow();
    }

    private void sendPackets(int from, int to) throws IOException, InterruptedException {
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        for (int place = from; place < to; place++) {
            sequence.write(rehearsal.packet(place));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.ingest() + "/v1/packets/batch"))
                            .header("Content-Type", "application/cbor-seq")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(sequence.toByteArray()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body().lines()).hasSize(to - from).allSatisfy(line -> assertThat(line)
                    .contains("\"status\":201"));
        }
    }

    private static String progressIs(int reported) {
        return "document.querySelector('#progress-text').textContent.startsWith('"
                + persian(reported) + " از " + persian(rehearsal.packetCount()) + "')";
    }

    /// Candidate and votes of each row, in the order of the page.
    private List<String> shownVotes() {
        JsonArray rows = (JsonArray) page.value("""
                [...document.querySelectorAll('#result section:has(.candidates) tbody tr')].map(
                  (row) => row.querySelector('th').firstChild.textContent + ' '
                    + row.querySelector('td.figure').textContent)""");
        return rows.stream().map(Object::toString).toList();
    }

    /// The same from the packets alone.
    ///
    /// @param area empty for all
    private static List<String> expectedVotes(Contest contest, String area) {
        long[] votes = new long[contest.candidates().size()];
        rehearsal.packets().forEachRemaining(message -> {
            ResultPacket packet =
                    ((Decoded.Packet) PacketCodec.decode(message)).signed().packet();
            if (packet.contest() == contest.contest() && within(packet.branch(), area)) {
                for (int i = 0; i < votes.length; i++) {
                    votes[i] += packet.votes().get(i);
                }
            }
        });
        IntFunction<String> row =
                i -> contest.candidates().get(i).name().fa() + " " + persian(votes[i]);
        return IntStream.range(0, votes.length)
                .boxed()
                .sorted((a, b) -> Long.compare(votes[b], votes[a]))
                .limit(CANDIDATES_SHOWN)
                .map(row::apply)
                .toList();
    }

    private static boolean within(int branch, String code) {
        List<String> above = new ArrayList<>();
        int index = definition.branch(branch).orElseThrow().area();
        while (index != Area.NO_PARENT) {
            Area area = definition.areas().get(index);
            above.add(area.code());
            index = area.parent();
        }
        return code.isEmpty() || above.contains(code);
    }

    private static String persian(long number) {
        String latin = String.format(Locale.ROOT, "%,d", number);
        return latin.chars()
                .map(c -> c == ',' ? '٬' : c - '0' + '۰')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
