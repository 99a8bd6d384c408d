package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.List;

/// Goal: a note means to us what it means to every other reader of c2sp.org/signed-note.
///
/// Method: notes and keys that others published (Go's `sumdb/note`, the Go checksum database,
/// a log and a witness of Certificate Transparency), and ways to spoil them.
class NoteTest {
    private static final Ed25519 ED25519 = Ed25519.bouncyCastle();

    /// Of the tests of Go's `golang.org/x/mod/sumdb/note`.
    private static final String PETER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String PETER_SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String ENOCH =
            "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETER_LINE =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH_LINE =
            "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    private static final String NOTE = TEXT + "\n" + PETER_LINE;

    /// A checkpoint of the Go checksum database.
    private static final String SUMDB = lines(
            List.of(
                    "go.sum database tree",
                    "20852163",
                    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                    "",
                    "— sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="));

    private static final String SUMDB_KEY =
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    /// A checkpoint of a public log with cosignatures of public witnesses.
    private static final String COSIGNED = lines(
            List.of(
                    "arche2025h1.staging.ct.transparency.dev",
                    "1432088532",
                    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=",
                    "",
                    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=",
                    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=",
                    "— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==",
                    "— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==",
                    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw=="));

    private static final String ARCHE_KEY =
            "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
    private static final String REMORA_KEY =
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    /// Made by another implementation of Ed25519 from the seed of PETER_SECRET, over the
    /// checkpoint of c2sp.org/tlog-cosignature at the time that it has there.
    private static final String WITNESS_SECRET =
            "PRIVATE+KEY+witness.example.com/w1+d46a2b1b+BIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String WITNESS_LINE =
            "— witness.example.com/w1 1GorGwAAAABkGFDLJeR//pqzhnEKVvEm2wWbh2RJ6oru5+cUUfm5X9NnlaGr8aSH9QE5RVZD4QGlxl2F5UpVIIi94p178KLfqPPsAA==";
    private static final long WITNESS_TIME = 1_679_315_147;

    @Test
    void verifiesWhatOthersSigned() throws UnfitTextException {
        assertThat(Note.parse(NOTE).isSignedBy(key(PETER))).isTrue();
        assertThat(Note.parse(TEXT + "\n" + ENOCH_LINE).isSignedBy(key(ENOCH))).isTrue();
        assertThat(Note.parse(SUMDB).isSignedBy(key(SUMDB_KEY))).isTrue();
        assertThat(Note.parse(COSIGNED).isSignedBy(key(ARCHE_KEY))).isTrue();
        assertThat(Note.parse(COSIGNED).isSignedBy(key(REMORA_KEY))).isTrue();
        assertThat(Note.parse(COSIGNED).hasForgeryOf(key(REMORA_KEY))).isFalse();
        assertThat(Note.parse(COSIGNED).toString()).isEqualTo(COSIGNED);
    }

    @Test
    void signsAsOthersSign() throws UnfitTextException {
        NoteSigner peter = NoteSigner.parse(PETER_SECRET, ED25519);
        assertThat(peter.key()).hasToString(PETER);
        assertThat(new Note(TEXT, List.of(peter.sign(TEXT)))).hasToString(NOTE);

        NoteSigner witness = NoteSigner.parse(WITNESS_SECRET + "\n", ED25519);
        String checkpoint = """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                """;
        NoteSignature signature = witness.cosign(checkpoint, WITNESS_TIME);
        assertThat(signature).hasToString(WITNESS_LINE);
        assertThat(witness.key().verifies(checkpoint, signature)).isTrue();
        assertThat(witness.secret()).isEqualTo(WITNESS_SECRET);
    }

    @Test
    void aCosignatureVouchesForItsTimeAndEveryLine() throws UnfitTextException {
        NoteKey remora = key(REMORA_KEY);
        Note note = Note.parse(COSIGNED);
        NoteSignature signature = note.signatures().getLast();
        for (int at = 0; at < signature.bytes().length; at++) {
            byte[] bytes = signature.bytes().clone();
            bytes[at] ^= 1;
            NoteSignature other = new NoteSignature(signature.name(), signature.keyId(), bytes);
            assertThat(remora.verifies(note.text(), other)).as("byte %s", at).isFalse();
        }
        assertThat(remora.verifies(note.text() + "more\n", signature)).isFalse();
        assertThat(remora.verifies(note.text().replace("532\n", "533\n"), signature))
                .isFalse();
    }

    @Test
    void passesOverKeysThatItDoesNotKnow() throws UnfitTextException {
        NoteKey peter = key(PETER);
        Note both = Note.parse(NOTE + ENOCH_LINE);
        assertThat(both.isSignedBy(peter)).isTrue();
        assertThat(both.isSignedBy(key(ENOCH))).isTrue();
        assertThat(Note.parse(TEXT + "\n" + ENOCH_LINE).isSignedBy(peter)).isFalse();

        // Shares the name, or the id, of a known key, but not both: unknown.
        NoteSignature own = both.signatures().getFirst();
        NoteSignature sameName = new NoteSignature(own.name(), own.keyId() + 1, own.bytes());
        NoteSignature sameId = new NoteSignature("Paul", own.keyId(), own.bytes());
        Note note = new Note(TEXT, List.of(sameName, sameId));
        assertThat(note.isSignedBy(peter)).isFalse();
        assertThat(note.hasForgeryOf(peter)).isFalse();
        assertThat(note.with(List.of(own)).isSignedBy(peter)).isTrue();
        assertThat(note.with(List.of(own)).hasForgeryOf(peter)).isFalse();

        NoteSignature forged = new NoteSignature(own.name(), own.keyId(), new byte[64]);
        assertThat(both.with(List.of(forged)).hasForgeryOf(peter)).isTrue();
    }

    @ParameterizedTest(name = "{1} signatures of {0} bytes")
    @CsvSource({"64, 16", "4627, 16", "64, 64"})
    void takesAsManySignaturesAsEveryReaderMust(int bytes, int count) throws UnfitTextException {
        List<NoteSignature> others = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            others.add(new NoteSignature("witness.example/w" + i, i, new byte[bytes]));
        }
        String note = new Note(TEXT, others) + PETER_LINE;
        assertThat(Note.parse(note).signatures()).hasSize(count);
        assertThat(Note.parse(note).isSignedBy(key(PETER))).isTrue();
        assertThat(Note.parse(note)).hasToString(note);
    }

    @Test
    void refusesMoreThanItsBounds() {
        for (int count : new int[] {Note.SIGNATURES_MAX + 1, Note.SIGNATURES_MAX + 9}) {
            assertThatThrownBy(() -> Note.parse(TEXT + "\n" + PETER_LINE.repeat(count)))
                    .isInstanceOf(UnfitTextException.class)
                    .hasMessage("a note has at most 64 signatures");
        }
        assertThatThrownBy(() -> Note.parse("ب".repeat(Note.BYTES_MAX / 2) + "\n" + NOTE))
                .isInstanceOf(UnfitTextException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void splitsAtTheLastEmptyLine() throws UnfitTextException {
        NoteSigner peter = NoteSigner.parse(PETER_SECRET, ED25519);
        for (String text :
                List.of("\n", "a\n\nb\n", "a\n\n", "\n\n\n", "ñ ی ك \uD83D\uDDF3\u200C\n")) {
            String note = new Note(text, List.of(peter.sign(text))).toString();
            assertThat(Note.parse(note).text()).isEqualTo(text);
            assertThat(Note.parse(note).isSignedBy(peter.key())).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoNote() {
        String line = PETER_LINE.strip();
        for (String bad : List.of(
                "",
                "\n\n",
                TEXT,
                TEXT + "\n",
                TEXT + PETER_LINE,
                "\n" + PETER_LINE,
                TEXT + "\n" + line,
                NOTE + "\n",
                NOTE + "Unexpected line.\n",
                NOTE.replace("\n", "\r\n"),
                "\u0001" + NOTE,
                "\t" + NOTE,
                "\uFFFD" + NOTE,
                "\uD83D" + NOTE,
                NOTE.replace("—", "-"),
                NOTE.replace("— ", "—  "),
                NOTE.replace("— ", "— Bad "),
                NOTE.replace("— PeterNeumann", "— Peter+Neumann"),
                NOTE.replace("— PeterNeumann", "— Peter\u00A0Neumann"),
                NOTE.replace("— PeterNeumann", "— Peter\u0085Neumann"),
                NOTE.replace("— PeterNeumann", "— Peter\u2003Neumann"),
                NOTE.replace("— PeterNeumann ", "— "),
                NOTE.replace("— PeterNeumann ", "—  "),
                NOTE.replace(line, line + " "),
                NOTE.replace("AM=", "AM"),
                NOTE.replace("AM=", "AN="),
                NOTE.replace("AM=", "A-_="),
                NOTE.replace(line, "— PeterNeumann x08gow=="),
                NOTE.replace(line, "— PeterNeumann "))) {
            assertThatThrownBy(() -> Note.parse(bad))
                    .as(bad)
                    .isInstanceOf(UnfitTextException.class)
                    .message()
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PETER, ENOCH, SUMDB_KEY, ARCHE_KEY, REMORA_KEY})
    void aVerifierKeyComesBackTheSameAndNothingLikeItDoes(String vkey) throws UnfitTextException {
        assertThat(key(vkey)).hasToString(vkey);
        assertThat(key(" " + vkey + "\n")).hasToString(vkey);
        for (String bad : mangled(vkey)) {
            assertThatThrownBy(() -> key(bad)).as(bad).isInstanceOf(UnfitTextException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "rekor.sigstore.dev+12345678+AwEB"
            })
    void refusesAKeyOfAnotherKindOrLength(String vkey) {
        assertThatThrownBy(() -> key(vkey)).isInstanceOf(UnfitTextException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {PETER_SECRET, WITNESS_SECRET})
    void aSigningKeyComesBackTheSameAndIsNeverTold(String secret) throws UnfitTextException {
        NoteSigner signer = NoteSigner.parse(secret, ED25519);
        assertThat(signer.secret()).isEqualTo(secret);
        for (String bad : mangled(secret)) {
            assertThatThrownBy(() -> NoteSigner.parse(bad, ED25519))
                    .as(bad)
                    .isInstanceOf(UnfitTextException.class)
                    .message()
                    .doesNotContain("BIEKFAL", "AYEKFAL", "KDFz");
        }
    }

    @Test
    void eachKindOfKeySignsItsOwnWay() throws UnfitTextException {
        NoteSigner log = NoteSigner.parse(PETER_SECRET, ED25519);
        NoteSigner witness = NoteSigner.parse(WITNESS_SECRET, ED25519);
        assertThatThrownBy(() -> log.cosign(TEXT, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> witness.sign(TEXT)).isInstanceOf(IllegalStateException.class);
        assertThat(log.key().type()).isEqualTo(NoteKey.Type.LOG);
        assertThat(witness.key().type()).isEqualTo(NoteKey.Type.WITNESS);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static NoteKey key(String vkey) throws UnfitTextException {
        return NoteKey.parse(vkey, ED25519);
    }

    /// Every part of a text but the whole, and every text with one character moved up.
    private static List<String> mangled(String text) {
        List<String> all = new ArrayList<>();
        for (int from = 0; from < text.length(); from++) {
            for (int to = from + 1; to <= text.length(); to++) {
                if (to - from < text.length()) {
                    all.add(text.substring(from, to));
                }
            }
            char next = (char) (text.charAt(from) + 1);
            all.add(text.substring(0, from) + next + text.substring(from + 1));
        }
        return all;
    }
}
