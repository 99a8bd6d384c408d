package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Goal: who asks for gzip gets it, and nobody else.
/// Method: a table of `Accept-Encoding` headers, the verdict last.
class CodingsTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            gzip                          | true
            GZIP                          | true
            x-gzip                        | true
            br, gzip                      | true
            'gzip;q=0.5, identity'        | true
            'gzip; q=0.001'               | true
            *                             | true
            '*;q=0.1'                     | true
            'gzip;q=0, *'                 | false
            '*, gzip;q=0'                 | false
            '*;q=0, gzip'                 | true
            'gzip;q=0'                    | false
            'gzip ; q = 0.000'            | false
            '*;q=0'                       | false
            identity                      | false
            br                            | false
            gzipped                       | false
            ''                            | false
            """)
    void readsWhatIsAccepted(String header, boolean accepted) {
        assertThat(Codings.acceptsGzip(List.of(header))).isEqualTo(accepted);
        assertThat(Codings.acceptsGzip(List.of("br", header))).isEqualTo(accepted);
    }

    @Test
    void sendsPlainBytesToWhoSaysNothing() {
        assertThat(Codings.acceptsGzip(List.of())).isFalse();
    }
}
