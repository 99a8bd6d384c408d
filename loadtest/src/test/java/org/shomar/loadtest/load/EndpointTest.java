package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpClientOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;

/// Goal: an address means what it says, and a certificate is trusted where it should be.
///
/// Method: tables of addresses; the options of clients.
class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:8443, https://127.0.0.1:8443",
        "https://count.example, https://count.example:443",
        "http://count.example/, http://count.example:80",
    })
    void readsAnAddress(URI uri, String endpoint) {
        assertThat(Endpoint.ingest(uri, null)).hasToString(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"ftp://127.0.0.1", "127.0.0.1", "count.example", "https:///"})
    void anythingElseIsExplainedByItsOption(URI uri) {
        assertThatThrownBy(() -> Endpoint.ingest(uri, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--to must be like https://127.0.0.1:8443, not " + uri);
        assertThatThrownBy(() -> Endpoint.reading(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--public must be like http://127.0.0.1:8080, not " + uri);
    }

    @ParameterizedTest(name = "{0} with {1}: anything {2}")
    @CsvSource({
        "https://127.0.0.1,      ,     true",
        "https://localhost,      ,     true",
        "https://127.0.0.1,      a.pem, false",
        "https://count.example,  ,     false",
        "https://count.example,  a.pem, false",
    })
    void anythingIsTrustedOnLoopbackAloneAndWithoutACertificate(
            URI uri, String certificate, boolean anything) {
        Endpoint endpoint = Endpoint.ingest(uri, certificate == null ? null : Path.of(certificate));
        HttpClientOptions http = endpoint.http();
        assertThat(http.isTrustAll()).isEqualTo(anything);
        assertThat(http.isVerifyHost()).isEqualTo(!anything);
        assertThat(endpoint.webSocket().isTrustAll()).isEqualTo(anything);
        assertThat(endpoint.webSocket().isVerifyHost()).isEqualTo(!anything);
        assertThat(endpoint.net().isTrustAll()).isEqualTo(anything);
        assertThat(endpoint.net().getHostnameVerificationAlgorithm())
                .isEqualTo(anything ? "" : "HTTPS");
        assertThat(http.getTrustOptions() != null).isEqualTo(certificate != null);
    }

    @Test
    void withoutTlsNothingIsEncrypted() {
        Endpoint plain = Endpoint.reading(URI.create("http://127.0.0.1:8080"));
        assertThat(plain.http().isSsl()).isFalse();
        assertThat(plain.webSocket().isSsl()).isFalse();
        assertThat(plain.net().isSsl()).isFalse();
    }
}
