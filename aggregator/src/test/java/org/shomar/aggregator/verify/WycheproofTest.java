package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.KeyDecoder.Result;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;

/// Goal: every provider gives the verdicts that others agreed on.
///
/// Method: the 151 public Wycheproof vectors; the oracle of the other tests is held to them
/// too.
class WycheproofTest {
    private static final int VECTORS = 151;

    @Test
    void everyProviderGivesTheExpectedVerdicts() throws IOException {
        int vectors = 0;
        for (JsonNode group : read().path("testGroups")) {
            byte[] key = hex(group.path("publicKey").path("pk"));
            for (JsonNode vector : group.path("tests")) {
                byte[] message = hex(vector.path("msg"));
                byte[] signature = hex(vector.path("sig"));
                boolean expected = vector.path("result").asText().equals("valid");
                for (Ed25519 provider : TestProviders.all()) {
                    assertThat(accepts(provider, key, message, signature))
                            .as("%s %s", provider.name(), vector)
                            .isEqualTo(expected);
                }
                assertThat(Edwards25519.accepts(key, message, signature))
                        .as("oracle %s", vector)
                        .isEqualTo(expected);
                vectors++;
            }
        }
        assertThat(vectors).isEqualTo(VECTORS);
    }

    private static boolean accepts(Ed25519 provider, byte[] raw, byte[] message, byte[] bytes) {
        return switch (provider.decode(raw)) {
            case Result.Usable(var key) -> key.verifies(message, bytes);
            case Result.Unusable _ -> false;
        };
    }

    private static JsonNode read() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                WycheproofTest.class.getResourceAsStream("/ed25519/wycheproof-ed25519.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static byte[] hex(JsonNode digits) {
        return HexFormat.of().parseHex(digits.asText());
    }
}
