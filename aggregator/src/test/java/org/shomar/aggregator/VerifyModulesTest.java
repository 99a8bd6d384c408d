package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.VerificationKey;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Goal: the browser's own proofs, signatures and CBOR say what the server's say.
///
/// Method: the modules of the page run in a real Chromium over proofs of the server's tree,
/// the vectors of Project Wycheproof, and malformed CBOR.
class VerifyModulesTest {
    private static final int SIZE = 40;

    @AutoClose
    private static Server server;

    private static Browser browser;
    private static BrowserPage page;

    @BeforeAll
    static void openPage(@TempDir Path profile) throws IOException {
        server = Server.start(
                new TestElection().definition,
                new ServerConfig(
                        Node.dataFolder(), null, 0, 0, 0, null, false, null, null, List.of()));
        browser = new Browser(profile);
        page = browser.page();
        page.open(server.reading() + "/verify");
        page.until("document.querySelector('html[data-ready]') !== null");
    }

    @AfterAll
    static void closePage() {
        page.close();
        browser.close();
    }

    private static JsonArray base64(Stream<Digest> hashes) {
        return new JsonArray(hashes.map(Checkpoint::base64).toList());
    }

    /// Every leaf and every older size of every tree up to 40 leaves: the proof is true, the
    /// same with one hash changed or one too many is not, and the page asks for just these
    /// hashes when it makes the proof itself.
    @Test
    void checksAndMakesTheProofsOfTheTree() {
        MerkleTree tree = new MerkleTree();
        JsonArray inclusions = new JsonArray();
        JsonArray consistencies = new JsonArray();
        for (int size = 1; size <= SIZE; size++) {
            tree.append(leaf(size - 1));
            for (int place = 0; place < size; place++) {
                inclusions.add(row(tree, place, size)
                        .put("proof", base64(tree.at(size).inclusion(place).stream())));
                consistencies.add(row(tree, place + 1, size)
                        .put("oldRoot", Checkpoint.base64(tree.at(place + 1).root()))
                        .put("proof", base64(tree.at(size).consistency(place + 1).stream())));
            }
        }
        JsonArray leaves =
                base64(Stream.iterate(0, i -> i + 1).limit(SIZE).map(VerifyModulesTest::leaf));
        assertThat(wrong(leaves, inclusions, "inclusion")).isEmpty();
        assertThat(wrong(leaves, consistencies, "consistency")).isEmpty();
    }

    private static JsonObject row(MerkleTree tree, int place, int size) {
        return new JsonObject()
                .put("place", place)
                .put("size", size)
                .put("root", Checkpoint.base64(tree.at(size).root()));
    }

    private static Digest leaf(int index) {
        return Digest.leafHash(new byte[] {(byte) index});
    }

    private static List<String> wrong(JsonArray leaves, JsonArray rows, String kind) {
        return page.list("""
                (async (leaves, rows, kind) => {
                  const tree = await import('/page/verify/merkle.js');
                  const { fromBase64, same } = await import('/page/verify/bytes.js');
                  const hash = leaves.map(fromBase64);
                  const node = async (level, place) => {
                    const begin = place * 2 ** level;
                    return level === 0 ? hash[place] : tree.nodeHash(
                      await node(level - 1, place * 2), await node(level - 1, place * 2 + 1));
                  };
                  const wrong = [];
                  for (const row of rows) {
                    const proof = row.proof.map(fromBase64);
                    const root = fromBase64(row.root);
                    const holds = (given) => kind === 'inclusion'
                      ? tree.included(hash[row.place], row.place, row.size, given, root)
                      : tree.consistent(
                          row.place, row.size, fromBase64(row.oldRoot), root, given);
                    const ranges = kind === 'inclusion'
                      ? tree.inclusionRanges(row.place, row.size)
                      : tree.consistencyRanges(row.place, row.size);
                    const made = await Promise.all(
                      ranges.map(([begin, end]) => tree.rangeHash(begin, end, node)));
                    const changed = proof.map((each) => each.slice());
                    if (proof.length > 0) {
                      changed[row.size %% proof.length][7] ^= 1;
                    }
                    const right = await holds(proof)
                      && !await holds([...proof, hash[0]])
                      && (proof.length === 0 || !await holds(changed))
                      && (proof.length === 0 || !await holds(proof.slice(1)))
                      && made.length === proof.length
                      && made.every((each, i) => same(each, proof[i]));
                    if (!right) {
                      wrong.push(`${row.place} of ${row.size}`);
                    }
                  }
                  return wrong;
                })(%s, %s, '%s')""".formatted(leaves.encode(), rows.encode(), kind));
    }

    @Test
    void givesEverySignatureTheVerdictOfTheServer() throws IOException {
        JsonArray cases = new JsonArray();
        Ed25519 strict = Ed25519.bouncyCastle();
        for (Object group : wycheproof().getJsonArray("testGroups")) {
            JsonObject one = (JsonObject) group;
            String key = one.getJsonObject("publicKey").getString("pk");
            for (Object test : one.getJsonArray("tests")) {
                JsonObject row = ((JsonObject) test).copy().put("key", key);
                cases.add(row.put("right", verdict(strict, row)));
            }
        }
        assertThat(cases.size()).isGreaterThan(100);
        List<String> different = page.list("""
                (async (cases) => {
                  const { verifies } = await import('/page/verify/ed25519.js');
                  const { fromHex } = await import('/page/verify/bytes.js');
                  const different = [];
                  for (const { tcId, key, sig, msg, right } of cases) {
                    if (await verifies(fromHex(key), fromHex(sig), fromHex(msg)) !== right) {
                      different.push(String(tcId));
                    }
                  }
                  return different;
                })(%s)""".formatted(cases.encode()));
        assertThat(different).isEmpty();
    }

    private static boolean verdict(Ed25519 strict, JsonObject row) {
        HexFormat hex = HexFormat.of();
        return switch (strict.decode(hex.parseHex(row.getString("key")))) {
            case KeyDecoder.Result.Unusable unusable -> false;
            case KeyDecoder.Result.Usable(VerificationKey key) ->
                key.verifies(
                        hex.parseHex(row.getString("msg")), hex.parseHex(row.getString("sig")));
        };
    }

    private static JsonObject wycheproof() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                VerifyModulesTest.class.getResourceAsStream("/ed25519/wycheproof-ed25519.json"))) {
            return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Longer forms, indefinite lengths, keys twice or out of order, floats, bytes after the
    /// end, texts that are not UTF-8.
    @Test
    void refusesCborThatIsNotDeterministic() {
        assertThat(page.list("""
                (async (texts) => {
                  const { readCbor } = await import('/page/verify/cbor.js');
                  const { fromHex } = await import('/page/verify/bytes.js');
                  const taken = [];
                  for (const text of texts) {
                    try {
                      readCbor(fromHex(text));
                      taken.push(text);
                    } catch (refusal) {
                      if (refusal.code !== 'badCbor') {
                        taken.push(`${text}: ${refusal}`);
                      }
                    }
                  }
                  return taken;
                })(['1801', '190001', '1a00000001', '1b0000000000000001', '1bffffffffffffffff',
                    '5f4100ff', '9f00ff', 'bf0000ff', 'a200000000', 'a201000000', 'f90000', 'f4',
                    'f6', '0000', '', '61ff', '42aa', '1c', '81818181818181818181818181818181818100'
                ])""")).isEmpty();
        assertThat(page.value("""
                Promise.all([import('/page/verify/cbor.js'), import('/page/verify/bytes.js')])
                  .then(([{ readCbor }, { fromHex }]) =>
                    readCbor(fromHex('a200614101183b')).get(1) === 59)""")).isEqualTo(true);
    }
}
