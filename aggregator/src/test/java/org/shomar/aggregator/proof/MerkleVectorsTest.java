package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Goal: we take and refuse the proofs that others take and refuse.
///
/// Method: all public vectors of `transparency-dev/merkle`, each against its verdict. Where a
/// vector has other than 32 bytes for a hash, a hash of those bytes stands in: equal where
/// they are equal, so that it is the proof that is judged and not its spelling. (But a leaf of
/// no bytes is not the root of no bytes: here [Digest] has the last word.)
class MerkleVectorsTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    @ParameterizedTest(name = "{0}: {1} to take, {2} to refuse")
    @CsvSource({
        "inclusion, 6, 92",
        "consistency, 6, 92",
        "subtreeinclusion, 12, 192",
        "subtreeconsistency, 12, 106"
    })
    void judgesAsOthersDo(String kind, int taken, int refused) throws Exception {
        int right = 0;
        int wrong = 0;
        for (Path file : files(kind)) {
            JsonNode vector = JSON.readTree(file.toFile());
            boolean toTake = !vector.required("wantErr").booleanValue();
            assertThat(verdict(kind, vector)).as("%s: %s", file, vector).isEqualTo(toTake);
            right += toTake ? 1 : 0;
            wrong += toTake ? 0 : 1;
        }
        assertThat(right).isEqualTo(taken);
        assertThat(wrong).isEqualTo(refused);
    }

    private static boolean verdict(String kind, JsonNode vector) {
        return switch (kind) {
            case "inclusion" ->
                canBe(vector)
                        && MerkleProof.included(
                                hash(vector, "leafHash"),
                                number(vector, "leafIdx"),
                                number(vector, "treeSize"),
                                proof(vector),
                                hash(vector, "root"));
            case "consistency" ->
                MerkleProof.consistent(
                        number(vector, "size1"),
                        number(vector, "size2"),
                        hash(vector, "root1"),
                        hash(vector, "root2"),
                        proof(vector));
            case "subtreeinclusion" ->
                canBe(vector)
                        && SubtreeProof.included(
                                hash(vector, "leafHash"),
                                number(vector, "leafIdx"),
                                number(vector, "start"),
                                number(vector, "end"),
                                proof(vector),
                                hash(vector, "root"));
            case "subtreeconsistency" ->
                SubtreeProof.consistent(
                        number(vector, "start"),
                        number(vector, "end"),
                        number(vector, "size"),
                        hash(vector, "root1"),
                        hash(vector, "root2"),
                        proof(vector));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /// Whether a leaf that is its own root is a hash at all.
    private static boolean canBe(JsonNode vector) {
        String leaf = vector.required("leafHash").asText();
        return !leaf.equals(vector.required("root").asText()) || isDigest(leaf);
    }

    private static boolean isDigest(String base64) {
        try {
            return Digest.of(Base64.getDecoder().decode(base64)).bytes().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static long number(JsonNode vector, String name) {
        return Long.parseUnsignedLong(vector.required(name).asText());
    }

    private static Digest hash(JsonNode vector, String name) {
        return hash(vector.required(name).asText());
    }

    private static Digest hash(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return bytes.length == Digest.BYTES
                ? Digest.of(bytes)
                : Digest.sha256("not a hash: ".getBytes(UTF_8), bytes);
    }

    /// `null` is an empty proof.
    private static List<Digest> proof(JsonNode vector) {
        List<Digest> proof = new ArrayList<>();
        vector.required("proof").forEach(hash -> proof.add(hash(hash.asText())));
        return proof;
    }

    private static List<Path> files(String kind) throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(
                        MerkleVectorsTest.class.getResource("/vectors/merkle/" + kind))
                .toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
