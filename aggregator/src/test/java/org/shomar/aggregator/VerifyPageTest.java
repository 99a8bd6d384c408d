package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Goal: somebody with a receipt, a packet file or a QR code sees in the browser whether it
/// is true, and where it counts; every lie shows at its own step, and at no other.
///
/// Method: a whole server, receipts from its answers, the page open in a real Chromium.
/// What is handed over is changed in one place a row; a proxy before the server tells the
/// lies of an operator who owns the log's key.
class VerifyPageTest {
    private static final Ed25519 ED25519 = Ed25519.bouncyCastle();
    private static final TestElection ELECTION = new TestElection();

    /// The packet that is looked at: contest 7, branch 13, revision 1.
    private static final RawPacket CHECKED = RawPacket.of(ELECTION, 7, 13, 40, 21);

    private static final byte[] MESSAGE = CHECKED.sign1(TestElection.seed(13));

    private static NoteSigner signer;

    @AutoClose
    private static Server server;

    private static LyingProxy proxy;
    private static Client client;
    private static Browser browser;
    private static JsonObject answer;
    private static Receipt receipt;

    private final Path folder;
    private BrowserPage page;

    VerifyPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void openServer(@TempDir Path keys, @TempDir Path profile)
            throws IOException, UnfitTextException {
        signer = signer("shomar/" + TestElection.NAME, 1);
        Path key = Files.writeString(keys.resolve("log.key"), signer.secret() + "\n");
        server = Server.start(
                ELECTION.definition,
                new ServerConfig(
                        Node.dataFolder(), null, 0, 0, 0, null, false, key, null, List.of()));
        client = Client.of(server);
        store(RawPacket.of(ELECTION, 7, 12, 30, 31).sign1(TestElection.seed(12)));
        store(RawPacket.of(ELECTION, 8, 12, 5, 6, 7).sign1(TestElection.seed(12)));
        answer = store(MESSAGE);
        receipt = Receipt.parse(answer.getString("receipt"));
        JsonObject last = store(RawPacket.of(ELECTION, 7, 14, 1, 2).sign1(TestElection.seed(14)));
        client.shown(7, last.getLong("seq"));
        proxy = new LyingProxy(server.reading());
        browser = new Browser(profile);
    }

    @AfterAll
    static void closeServer() {
        browser.close();
        proxy.close();
        client.close();
    }

    private static NoteSigner signer(String name, int seed) throws UnfitTextException {
        byte[] bytes = Digest.sha256(new byte[] {(byte) seed}).bytes();
        return NoteSigner.of(name, NoteKey.Type.LOG, bytes, ED25519);
    }

    private static JsonObject store(byte[] message) {
        Client.Reply reply = client.post(message);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    @BeforeEach
    void openPage() {
        page = browser.page();
        page.size(1280, 900, false);
    }

    @AfterEach
    void closePage() {
        page.close();
        proxy.repent();
    }

    @Test
    void provesAReceiptAndSaysWhereItCounts() {
        open("");
        assertThat(page.value("document.documentElement.lang")).isEqualTo("fa");
        assertThat(page.value("document.documentElement.dir")).isEqualTo("rtl");
        give(answer.encode());
        assertThat(states("ok"))
                .containsExactly(
                        "signature", "origin", "entry", "inclusion", "log", "definition", "branch");
        assertThat(states("note")).containsExactly("key", "witnesses");
        assertThat(states("bad")).isEmpty();
        assertThat(verdict()).isEqualTo("note");
        assertThat(page.text(".standing")).isEqualTo("اکنون در جمع آرا شمرده شده است");
        assertThat(page.texts("#place tbody td.figure")).containsExactly("۴۰", "۲۱");
        assertThat(page.text("#place")).contains("کرمان، ایران").contains("۱۳");
        assertThat(page.value("document.body.innerText").toString())
                .as("hashes and keys apart, no digit is left in English")
                .contains("۶۱");
        fitsAPhone("fa");
        page.open(page.value("document.querySelector('.place-link').href").toString());
        page.until("document.querySelector('#result h2') !== null");
        assertThat(page.value("location.hash")).isEqualTo("#contest/7/area/IR-08");
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void trustsAKeyFromElsewhereAndSpeaksEnglish() {
        open("?lang=en&key=" + signer.key().toString());
        give(answer.getString("receipt"));
        assertThat(page.value("document.documentElement.lang")).isEqualTo("en");
        assertThat(verdict()).isEqualTo("ok");
        assertThat(page.text("#verdict")).startsWith("✓ All is right");
        assertThat(page.text("[data-step=key] p")).contains(signer.key().toString());
        assertThat(page.text(".standing")).isEqualTo("Counted in the totals now");
        assertThat(page.value("document.body.innerText").toString()).doesNotContainPattern("[۰-۹]");
        fitsAPhone("en");
        page.click("#language");
        assertThat(page.text("#verdict")).startsWith("✓ همه چیز درست است");
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void findsAPacketWithoutAReceiptInTheLog() throws IOException {
        open("");
        page.choose("#files", file("packet.cose", MESSAGE));
        awaitOutcome();
        assertThat(states("bad")).isEmpty();
        assertThat(states("ok"))
                .containsExactly(
                        "find",
                        "signature",
                        "origin",
                        "entry",
                        "inclusion",
                        "definition",
                        "branch");
        assertThat(page.text("[data-step=find] p")).contains("۴");
        asksNobodyElseAndDoesNotComplain();
    }

    @Test
    void readsTheQrCodeThatTheCommandMade() throws IOException {
        Path saved = file("answer.json", answer.encode().getBytes(UTF_8));
        Path image = folder.resolve("receipt.png");
        Shell.Result made = Shell.run("packet", "receipt", "--png=" + image, saved.toString());
        assertThat(made.exit()).as(made.errors()).isZero();
        open("");
        page.choose("#files", image);
        awaitOutcome();
        assertThat(states("bad")).isEmpty();
        assertThat(states("ok")).contains("signature", "inclusion", "log", "branch");

        page.choose("#files", Photo.of(image, folder.resolve("photo.png")));
        awaitOutcome();
        assertThat(states("bad")).isEmpty();
        assertThat(page.value("document.querySelector('#given-error').hidden")).isEqualTo(true);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            changed                      | wrong steps
            nothing                      |
            proof                        | inclusion
            index                        | inclusion
            root                         | signature inclusion log
            size                         | signature inclusion log
            origin                       | signature origin
            signature                    | signature
            signed by another key        | signature
            signed by another log        | signature origin
            answer names another packet  | entry
            answer names another place   | entry
            vote of the packet           | inclusion branch
            signature of the packet      | inclusion branch
            packet of another branch     | inclusion
            packet cut short             | entry inclusion
            packet of another election   | inclusion definition
            """)
    void showsWhatWasChangedInWhatIsHandedOver(String changed, String wrong)
            throws IOException, UnfitTextException {
        open("?key=" + signer.key());
        List<Path> files = new ArrayList<>();
        Tampered.answer(changed, answer, receipt, signer)
                .ifPresent(text -> files.add(file("given.txt", text.getBytes(UTF_8))));
        Tampered.packet(changed, ELECTION, CHECKED, MESSAGE)
                .ifPresent(bytes -> files.add(file("packet.cose", bytes)));
        page.choose("#files", files.toArray(Path[]::new));
        awaitOutcome();
        assertThat(String.join(" ", states("bad"))).isEqualTo(wrong == null ? "" : wrong);
        assertThat(verdict()).isEqualTo(wrong == null ? "ok" : "bad");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            lie                          | wrong steps | not checked
            another past                 | log         |
            fewer entries                | log         |
            now signed by another key    | log         |
            another key is named         | key         |
            another entry in the bundle  | inclusion   |
            entries closed               |             | entry inclusion definition branch
            no checkpoint                |             | log
            another definition           | definition  | branch
            """)
    void showsTheLiesOfAnOperator(String lie, String wrong, String open) throws UnfitTextException {
        tell(lie);
        page.open(proxy.address() + "/verify?key=" + signer.key());
        page.until("document.querySelector('html[data-ready]') !== null");
        give(answer.getString("receipt"));
        assertThat(String.join(" ", states("bad"))).isEqualTo(wrong == null ? "" : wrong);
        assertThat(String.join(" ", states("open"))).isEqualTo(open == null ? "" : open);
        assertThat(verdict()).isEqualTo(wrong == null ? "open" : "bad");
    }

    @Test
    void checksAReceiptWithItsPacketWhileEntriesAreClosed() throws UnfitTextException {
        tell("entries closed");
        page.open(proxy.address() + "/verify?key=" + signer.key());
        page.until("document.querySelector('html[data-ready]') !== null");
        page.choose(
                "#files",
                file("packet.cose", MESSAGE),
                file("a.tlog-proof", answer.getString("receipt").getBytes(UTF_8)));
        awaitOutcome();
        assertThat(verdict()).isEqualTo("ok");
    }

    private static void tell(String lie) throws UnfitTextException {
        Checkpoint now =
                Checkpoint.parse(Note.parse(client.get("/checkpoint").body()).text());
        int size = (int) now.size();
        byte[] tile = tile(size);
        switch (lie) {
            case "another past" -> {
                tile[33] ^= 1;
                fork(tile, size, signer);
            }
            case "fewer entries" -> fork(tile, (int) receipt.index(), signer);
            case "now signed by another key" -> fork(tile, size, signer(now.origin(), 2));
            case "another key is named" -> {
                JsonObject election = client.get("/v1/election").json();
                election.put("logKey", signer(now.origin(), 2).key().toString());
                proxy.lie("/v1/election", 200, election.encode().getBytes(UTF_8));
            }
            case "another entry in the bundle" -> {
                byte[] other = RawPacket.of(ELECTION, 7, 13, 41, 20).sign1(TestElection.seed(13));
                proxy.lie(bundlePath(size), 200, Tiles.bundle(List.of(other, other, other, other)));
            }
            case "entries closed" -> proxy.lie(bundlePath(size), 403, new byte[0]);
            case "no checkpoint" -> proxy.lie("/checkpoint", 503, new byte[0]);
            case "another definition" ->
                proxy.lie("/v1/election/definition", 200, "{\"branches\":[]}".getBytes(UTF_8));
            default -> throw new IllegalArgumentException(lie);
        }
    }

    private static byte[] tile(int size) {
        return client.sendFor(
                        HttpRequest.newBuilder(
                                        client.reading.resolve("/" + new TilePath(0, 0, size)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static String bundlePath(int size) {
        return "/" + new TilePath(TilePath.ENTRIES, 0, size);
    }

    /// The first `size` leaves of a tile as if they were the log.
    private static void fork(byte[] leaves, int size, NoteSigner by) {
        MerkleTree tree = new MerkleTree();
        for (int leaf = 0; leaf < size; leaf++) {
            tree.append(leaves, leaf * Digest.BYTES);
        }
        Checkpoint forked = new Checkpoint(by.key().name(), size, tree.at(size).root());
        Note note = new Note(forked.text(), List.of(by.sign(forked.text())));
        proxy.lie("/checkpoint", 200, note.toString().getBytes(UTF_8));
        TilePath path = new TilePath(0, 0, size);
        proxy.lie("/" + path, 200, Tiles.hashes(tree, size, path).orElseThrow());
    }

    private void open(String query) {
        page.open(server.reading() + "/verify" + query);
        page.until("document.querySelector('html[data-ready]') !== null");
    }

    private void give(String text) {
        page.click("#paste-label");
        page.type("#paste", text);
        page.click("#paste-go");
        awaitOutcome();
    }

    private void awaitOutcome() {
        page.until("document.querySelector('#outcome').dataset.done === 'true'");
    }

    private List<String> states(String state) {
        return page.list("[...document.querySelectorAll('#steps > li." + state
                + "')].map(e => e.dataset.step)");
    }

    private String verdict() {
        return page.value("document.querySelector('#verdict').className")
                .toString()
                .substring("verdict ".length());
    }

    private Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fitsAPhone(String language) {
        try {
            page.screenshot(Path.of("target", "verify-" + language + ".png"));
            page.size(390, 844, true);
            page.screenshot(Path.of("target", "verify-" + language + "-phone.png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(page.value("document.documentElement.scrollWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(390);
        page.size(1280, 900, false);
    }

    private void asksNobodyElseAndDoesNotComplain() {
        assertThat(page.requests()).hasSizeGreaterThan(5).allSatisfy(url -> assertThat(url)
                .containsPattern("^(http|ws)" + server.reading().substring("http".length()) + "/"));
        assertThat(page.complaints()).isEmpty();
    }
}
