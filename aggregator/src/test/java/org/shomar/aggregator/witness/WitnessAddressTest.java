package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.List;

/// Goal: a witness is written in one line, and a wrong line is named.
///
/// Method: the two forms, and each way to get them wrong.
class WitnessAddressTest {
    private static final String VKEY = TestLog.witness(1).key().toString();
    private static final String OTHER = TestLog.witness(2).key().toString();
    private static final String LOG =
            TestLog.signer("a/log", NoteKey.Type.LOG, 3).key().toString();

    private static WitnessAddress parse(String text) throws UnfitTextException {
        return WitnessAddress.parse(text, TestLog.ED25519);
    }

    @Test
    void aPairIsAKeyAndAnAddress() throws UnfitTextException {
        WitnessAddress address = parse(VKEY + "=https://w.paper.example/prefix/");
        assertThat(address.key()).hasToString(VKEY);
        assertThat(address.url()).hasToString("https://w.paper.example/prefix");
        assertThat(parse(VKEY + "=http://[::1]:8086").url().getPort()).isEqualTo(8086);
        assertThat(parse(VKEY + "=http://a/x=http://b").url()).hasToString("http://a/x=http://b");
    }

    @Test
    void aFileHasOneALine() throws UnfitTextException {
        String file = "# the papers\n\n" + VKEY + " https://w.paper.example\r\n  " + OTHER
                + "\thttp://10.0.0.7:8086/w1  # the court's\n";
        List<WitnessAddress> found = WitnessAddress.parseFile(file, TestLog.ED25519);
        assertThat(found)
                .extracting(address -> address.url().toString())
                .containsExactly("https://w.paper.example", "http://10.0.0.7:8086/w1");
        assertThat(found)
                .extracting(address -> address.key().toString())
                .containsExactly(VKEY, OTHER);
        assertThat(WitnessAddress.parseFile("", TestLog.ED25519)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {vkey}                           | VKEY=URL
            {vkey}=w.paper.example           | VKEY=URL
            {vkey}=ftp://w.paper.example     | VKEY=URL
            =https://w.paper.example         | VKEY=URL
            {vkey}x=https://w.paper.example  | verifier key
            abc=https://w.paper.example      | verifier key
            {log}=https://w.paper.example    | of a log, not of a witness
            {vkey}=https://                  | the address of a witness is like
            {vkey}=https://a b               | the address of a witness is like
            {vkey}=https://u:p@a.example     | the address of a witness is like
            {vkey}=https://a.example?x=1     | the address of a witness is like
            """)
    void aWrongPairIsNamed(String text, String hint) {
        assertThatThrownBy(() -> parse(text.replace("{vkey}", VKEY).replace("{log}", LOG)))
                .isInstanceOf(UnfitTextException.class)
                .hasMessageContaining(hint);
    }

    @Test
    void aWrongLineHasItsNumber() {
        assertThatThrownBy(() -> WitnessAddress.parseFile(
                        VKEY + " https://a.example\n" + VKEY + "\n", TestLog.ED25519))
                .hasMessageStartingWith("line 2: a witness is a vkey, a blank, and a URL");
        assertThatThrownBy(() -> WitnessAddress.parseFile(
                        "\n\n" + LOG + " https://a.example\n", TestLog.ED25519))
                .hasMessageStartingWith("line 3: the key ");
    }
}
