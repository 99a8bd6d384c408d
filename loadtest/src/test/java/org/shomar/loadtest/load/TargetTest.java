package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.stream.IntStream;

/// Goal: a run knows where it sends to and comes from before it sends.
///
/// Method: tables of addresses, with what they become or what is said of them.
class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 0, --source-addresses must be 1..1000",
        "http://127.0.0.1:8080, 1001, --source-addresses must be 1..1000",
        "https://count.example, 2, works on loopback only",
        "ftp://127.0.0.1, 1, --to must be like",
        "127.0.0.1, 1, --to must be like",
    })
    void whatCannotBeIsExplained(URI to, int addresses, String message) {
        assertThatThrownBy(() -> Target.of(to, null, addresses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everySourceAddressIsAnotherOneOfLoopback() {
        assertThat(IntStream.range(0, Target.ADDRESSES_MAX).mapToObj(Target::address))
                .doesNotHaveDuplicates()
                .startsWith("127.0.0.1")
                .endsWith("127.0.3.250");
    }
}
