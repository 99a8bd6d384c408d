package org.shomar.aggregator.election;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/// Goal: whoever writes a definition learns everything that is wrong with it in one go, and
/// where.
///
/// Method: one change to a sound file a row; the expected fault comes back, with its line,
/// path and the heart of its text, and hardly another.
class DefinitionFaultsTest {
    /// A wrong code is a fault itself, and so are those that name it.
    private static final int CONSEQUENCES_MAX = 3;

    @ParameterizedTest(name = "{0} -> {1}: {4}")
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            useHeadersInDisplayName = true,
            textBlock = """
        instead of ¦ stands ¦ line ¦ path ¦ text
        "shomar": 1 ¦ "shomar": 2 ¦ 1 ¦ shomar ¦ version 1 is expected, not 2
        "shomar": 1 ¦ "shomar": "1" ¦ 1 ¦ shomar ¦ a whole number is expected, not a text
        "shomar": 1, ¦ `` ¦ 1 ¦ `` ¦ missing member "shomar"
        "election" ¦ "elektion" ¦ 1 ¦ elektion ¦ did you mean "election"?
        small-1405 ¦ Small 1405 ¦ 1 ¦ election ¦ 1 to 64 of a-z 0-9 - are expected
        "rehearsal" ¦ "rehearsel" ¦ 1 ¦ phase ¦ did you mean "rehearsal"?
        "rehearsal" ¦ null ¦ 1 ¦ phase ¦ a text is expected, not null
        "round": 1 ¦ "round": 0 ¦ 1 ¦ round ¦ a number from 1 to
        "round": 1 ¦ "round": 1.5 ¦ 1 ¦ round ¦ not a number with a fraction
        "round": 1 ¦ "round": 99999999999999999999 ¦ 1 ¦ round ¦ a number from 1 to
        "round": 1 ¦ "round": 1, "round": 1 ¦ 1 ¦ round ¦ this member stands here twice
        {"en": "Tehran"} ¦ {} ¦ 8 ¦ areas[2].name ¦ a name needs "fa" or "en"
        {"en": "Tehran"} ¦ {"en": " "} ¦ 8 ¦ areas[2].name.en ¦ an empty text
        {"en": "Tehran"} ¦ "Tehran" ¦ 8 ¦ areas[2].name ¦ an object is expected, not a text
        {"en": "Tehran"} ¦ {"de": "Tehran", "en": "x"} ¦ 8 ¦ areas[2].name.de ¦ unknown member
        {"en": "Tehran"} ¦ {"en": "e\\u0301"} ¦ 8 ¦ areas[2].name.en ¦ NFC
        {"en": "Tehran"} ¦ {"en": "x\\ud800"} ¦ 8 ¦ areas[2].name.en ¦ surrogate
        18:00:00+03:30 ¦ 18:00:00 ¦ 3 ¦ pollsClose ¦ ISO 8601
        "open" ¦ "closed" ¦ 4 ¦ release ¦ one of open, gated
        "IR-23", "kind" ¦ "IR 23", "kind" ¦ 8 ¦ areas[2].code ¦ A-Z a-z 0-9 -
        "country" ¦ "county-seat" ¦ 6 ¦ areas[0].kind ¦ one of country, province, county
        "province", "parent": "IR", "name": {"fa" ¦ "province", "name": {"fa" ¦ 7 ¦ areas[1] ¦ a second area without "parent"
        "parent": "IR", "name": {"fa" ¦ "parent": "IR-8", "name": {"fa" ¦ 7 ¦ areas[1].parent ¦ unknown area IR-8 (did you mean
        "parent": "IR", "name": {"fa" ¦ "parent": "IR-08", "name": {"fa" ¦ 7 ¦ areas[1].parent ¦ this area lies below itself
        {"code": "IR", "kind" ¦ {"code": "IR", "parent": "IR-23", "kind" ¦ 5 ¦ areas ¦ one area must have no "parent"
        "country", "name" ¦ "country", "size": [1, {"x": 2}], "name" ¦ 6 ¦ areas[0].size ¦ unknown member
        "contest": 9 ¦ "contest": 7 ¦ 18 ¦ contests[1].contest ¦ contest 7 stands here twice
        "contest": 10 ¦ "contest": 0 ¦ 21 ¦ contests[2].contest ¦ a number from 1 to 2147483647
        "kind": "council" ¦ "kind": "counsil" ¦ 11 ¦ contests[0].kind ¦ did you mean "council"?
        "other", "area": "IR-23" ¦ "other", "area": "IR-24" ¦ 21 ¦ contests[2].area ¦ unknown area IR-24
        "sainte-lague" ¦ "saint-lague" ¦ 12 ¦ contests[0].method ¦ did you mean "sainte-lague"?
        tehran-1404-proportional ¦ tehran-1404- ¦ 22 ¦ contests[2].method ¦ unknown method
        "threshold": "1/2", ¦ `` ¦ 18 ¦ contests[1] ¦ majority needs a "threshold"
        "1/2" ¦ "3/2" ¦ 19 ¦ contests[1].threshold ¦ a fraction from 0 to 1
        "1/2" ¦ "1/0" ¦ 19 ¦ contests[1].threshold ¦ a fraction from 0 to 1
        "1/2" ¦ "0.5" ¦ 19 ¦ contests[1].threshold ¦ a fraction such as "1/5"
        "1/2" ¦ 0.5 ¦ 19 ¦ contests[1].threshold ¦ a text is expected
        "maxChoices": 3 ¦ "maxChoices": 0 ¦ 12 ¦ contests[0].maxChoices ¦ a number from 1
        "seats": 3 ¦ "seats": -1 ¦ 12 ¦ contests[0].seats ¦ a number from 1
        "alternates": 2 ¦ "alternates": -2 ¦ 12 ¦ contests[0].alternates ¦ a number from 0
        "signers": 2 ¦ "signers": 3 ¦ 26 ¦ branches[0].keys ¦ asks for 3 signers
        "signers": 2 ¦ "signers": 17 ¦ 12 ¦ contests[0].signers ¦ at most 16 signers, as a packet holds no more
        {"list": 2 ¦ {"list": 1 ¦ 13 ¦ contests[0].lists[1].list ¦ 1 stands twice in this contest
        {"code": 102 ¦ {"code": 101 ¦ 16 ¦ contests[0].candidates[1].code ¦ 101 stands twice
        "list": 1} ¦ "list": 3} ¦ 15 ¦ contests[0].candidates[0].list ¦ this contest has no list 3
        "candidates": [] ¦ "candidates": [{}] ¦ 23 ¦ contests[2].candidates[0] ¦ missing member "code"
        "candidates": [] ¦ "candidates": {} ¦ 23 ¦ contests[2].candidates ¦ an array is expected
        "branch": 11 ¦ "branch": 12 ¦ 29 ¦ branches[1].branch ¦ branch 12 stands here twice
        "IR-23", "kind": "mobile" ¦ "IR-99", "kind": "mobile" ¦ 29 ¦ branches[1].area ¦ unknown area IR-99
        "kind": "mobile" ¦ "kind": "fixed" ¦ 29 ¦ branches[1].eligible ¦ a fixed branch has voters
        "eligible": 1400 ¦ "eligible": true ¦ 26 ¦ branches[0].eligible ¦ not true or false
        [7, 9] ¦ [7, 8] ¦ 26 ¦ branches[0].contests[1] ¦ unknown contest 8
        [7, 9] ¦ [7, 7] ¦ 26 ¦ branches[0].contests[1] ¦ contest 7 stands here twice
        [7, 9] ¦ [7, 10] ¦ 26 ¦ branches[0].contests[1] ¦ outside IR-23, the area of contest 10
        [9] ¦ ["9"] ¦ 29 ¦ branches[1].contests[0] ¦ a whole number is expected
        "inspector" ¦ "presiding" ¦ 28 ¦ branches[0].keys[1].role ¦ twice in this branch
        "inspector" ¦ "Inspector" ¦ 28 ¦ branches[0].keys[1].role ¦ 1 to 64 of a-z
        "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=" ¦ "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=" ¦ 28 ¦ branches[0].keys[1].key ¦ also that of branches[0].keys[0]
        "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=" ¦ "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=" ¦ 34 ¦ officers[0].key ¦ also that of branches[0].keys[0]
        "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=" ¦ "//////////////////////////////////////////8=" ¦ 34 ¦ officers[0].key ¦ unusable key: low order
        "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=" ¦ "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ" ¦ 34 ¦ officers[0].key ¦ not base64
        "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=" ¦ "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAR=" ¦ 34 ¦ officers[0].key ¦ not base64
        "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=" ¦ "BAQE" ¦ 34 ¦ officers[0].key ¦ a public key has 32 bytes, not 3
        "officer": "hq-2" ¦ "officer": "hq-1" ¦ 35 ¦ officers[1].officer ¦ officer hq-1 stands here twice
        "executive": 1 ¦ "executive": 0 ¦ 40 ¦ decisions.replace-key.executive ¦ a number from 1
        {"executive": 1} ¦ {} ¦ 40 ¦ decisions.replace-key ¦ at least one officer must sign
        "replace-key" ¦ "replace_key" ¦ 40 ¦ decisions.replace_key ¦ did you mean "replace-key"?
        "replace-key" ¦ "release" ¦ 40 ¦ decisions.release ¦ this action stands here twice
        "open", ¦ "open" ¦ 4 ¦ `` ¦ not JSON
        """)
    void saysWhatIsWrongAndWhere(
            String part, String replacement, int line, String path, String text) {
        assertThat(faultsOf(SmallFile.with(part, replacement)))
                .hasSizeLessThanOrEqualTo(CONSEQUENCES_MAX)
                .anySatisfy(fault -> {
                    assertThat(fault.path()).isEqualTo(path);
                    assertThat(fault.line()).isEqualTo(line);
                    assertThat(fault.text()).contains(text);
                });
    }

    @Test
    void saysAllAtOnceInFileOrder() {
        String text = SmallFile.with("\"round\": 1", "\"round\": 0")
                .replace("\"IR-23\", \"kind\": \"mobile\"", "\"IR-99\", \"kind\": \"mobile\"")
                .replace("\"code\": 102", "\"code\": 101")
                .replace("[7, 9]", "[7, 8]");
        assertThat(faultsOf(text))
                .extracting(Fault::path)
                .containsExactly(
                        "round",
                        "contests[0].candidates[1].code",
                        "branches[0].contests[1]",
                        "branches[1].area");
    }

    @Test
    void stopsAtTheMaximumAndSaysHowManyWereLeftOut() {
        String text = SmallFile.with("[7, 9]", "[" + "8, ".repeat(1_499) + "8]");
        List<Fault> faults = faultsOf(text);
        assertThat(faults).hasSize(Faults.FAULTS_MAX + 1);
        assertThat(faults.getLast().text()).isEqualTo("500 more faults were left out");
    }

    @Test
    void takesNoMoreCandidatesAndListsThanPacketsHold() {
        StringBuilder candidates = new StringBuilder("\"candidates\": [");
        for (int i = 0; i < 4_097; i++) {
            candidates.append(i == 0 ? "" : ",").append("""
                    {"code": %d, "name": {"en": "x"}}""".formatted(i));
        }
        assertThat(faultsOf(SmallFile.with("\"candidates\": []", candidates + "]")))
                .extracting(Fault::text)
                .containsExactly("a contest has at most 4096 candidates");
        StringBuilder lists = new StringBuilder("\"lists\": [");
        for (int i = 1; i <= 257; i++) {
            lists.append(i == 1 ? "" : ",").append("""
                    {"list": %d, "name": {"en": "x"}}""".formatted(i));
        }
        assertThat(faultsOf(SmallFile.with("\"lists\": []", lists + "]")))
                .extracting(Fault::text)
                .containsExactly("a contest has at most 256 lists");
    }

    @Test
    void bytesThatAreNoJsonTextAreFaultsToo() {
        byte[] small = SmallFile.text().getBytes(UTF_8);
        byte[] cut = Arrays.copyOf(small, small.length / 2);
        byte[] broken = small.clone();
        broken[SmallFile.text().getBytes(UTF_8).length - 4] = (byte) 0xFF;
        assertThat(faultsOf("\uFEFF" + SmallFile.text()))
                .extracting(Fault::text)
                .containsExactly("the file starts with a byte order mark; it must start with {");
        assertThat(faultsOf(broken)).extracting(Fault::line).containsExactly(41);
        assertThat(faultsOf(cut).getLast().text()).startsWith("not JSON");
        assertThat(faultsOf(SmallFile.text().getBytes(UTF_16LE))).isNotEmpty();
        assertThat(faultsOf("")).extracting(Fault::text).containsExactly("the file is empty");
        assertThat(faultsOf("[]")).extracting(Fault::text).hasSize(1);
        assertThat(faultsOf("{}")).hasSize(10);
        assertThat(faultsOf(SmallFile.text() + "{}"))
                .extracting(Fault::text)
                .containsExactly("something follows the definition");
        assertThat(faultsOf("[".repeat(100_000))).hasSize(2);
        assertThat(faultsOf("{\"round\": " + "9".repeat(100_000) + "}")).isNotEmpty();
    }

    @Test
    void neverThrowsHoweverTheFileIsCutOrChanged() {
        byte[] small = SmallFile.text().getBytes(UTF_8);
        for (int i = 0; i < small.length; i++) {
            byte[] changed = small.clone();
            changed[i] ^= 0x08;
            DefinitionLoader.load(changed, SmallFile.KEYS);
            DefinitionLoader.load(Arrays.copyOf(small, i), SmallFile.KEYS);
        }
        assertThat(faultsOf(Arrays.copyOf(small, small.length - 3))).isNotEmpty();
    }

    private static List<Fault> faultsOf(String text) {
        return faultsOf(text.getBytes(UTF_8));
    }

    private static List<Fault> faultsOf(byte[] file) {
        return switch (DefinitionLoader.load(file, SmallFile.KEYS)) {
            case Loaded.Sound sound ->
                throw new AssertionError(
                        "found no fault in " + sound.definition().election());
            case Loaded.Faulty(List<Fault> faults) -> faults;
        };
    }
}
