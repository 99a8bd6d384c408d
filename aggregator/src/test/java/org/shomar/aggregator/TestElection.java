package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Ed25519;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A small election with a contest of each shape, and all its private keys.
///
/// ```text
/// contest  candidates  lists  maxChoices  signers
/// 7        2           -      1           1
/// 8        3           -      3           1
/// 9        3           1, 2   2           1
/// 10       2           -      1           2
/// 11       2           -      1           1        only of branch 14
/// branches 12 and 13 fixed, 100 eligible: 7 to 10; 14 mobile: 7, 11
/// ```
///
/// Each branch has the roles `presiding`, `observer` and `deputy`.
final class TestElection {
    static final String NAME = "e2e-1405";

    final Definition definition;

    /// `election.json`.
    final byte[] file;

    TestElection() {
        String contests = String.join(
                ",\n",
                contest(7, 1, 1, "[]", "{\"code\": 1, %s}, {\"code\": 2, %s}"),
                contest(8, 3, 1, "[]", "{\"code\": 1, %s}, {\"code\": 2, %s}, {\"code\": 3, %s}"),
                contest(
                        9,
                        2,
                        1,
                        "[{\"list\": 1, %s}, {\"list\": 2, %s}]",
                        "{\"code\": 1, \"list\": 1, %s}, {\"code\": 2, \"list\": 2, %s},"
                                + " {\"code\": 3, %s}"),
                contest(10, 1, 2, "[]", "{\"code\": 1, %s}, {\"code\": 2, %s}"),
                contest(11, 1, 1, "[]", "{\"code\": 1, %s}, {\"code\": 2, %s}"));
        file = file(contests).getBytes(StandardCharsets.UTF_8);
        Loaded loaded = DefinitionLoader.load(file, Ed25519.fastest());
        assertThat(loaded).isInstanceOf(Loaded.Sound.class);
        definition = ((Loaded.Sound) loaded).definition();
    }

    private static String file(String contests) {
        return """
            { "shomar": 1, "election": "e2e-1405", "phase": "rehearsal", "round": 1,
              "name": {"fa": "تمرین", "en": "Rehearsal"},
              "pollsClose": "2026-05-01T18:00:00+03:30", "release": "open",
              "areas": [
                {"code": "IR", "kind": "country", "name": {"fa": "ایران", "en": "Iran"}},
                {"code": "IR-08", "kind": "province", "parent": "IR", "name": {"fa": "کرمان"}},
                {"code": "IR-23", "kind": "province", "parent": "IR", "name": {"fa": "تهران"}}],
              "contests": [
                %s],
              "branches": [
                {"branch": 12, "area": "IR-08", "kind": "fixed", "eligible": 100,
                 "contests": [7, 8, 9, 10], "keys": [%s]},
                {"branch": 13, "area": "IR-08", "kind": "fixed", "eligible": 100,
                 "contests": [7, 8, 9, 10], "keys": [%s]},
                {"branch": 14, "area": "IR-23", "kind": "mobile", "eligible": 0,
                 "contests": [7, 11], "keys": [%s]}]}
            """.formatted(contests, keys(12), keys(13), keys(14));
    }

    /// The private key of a role in a branch.
    static byte[] seed(int branch, String role) {
        return Digest.sha256((branch + "/" + role).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    static byte[] seed(int branch) {
        return seed(branch, "presiding");
    }

    private static String contest(
            int number, int choices, int signers, String lists, String candidates) {
        String named = "\"name\": {\"fa\": \"نام\"}";
        return """
                {"contest": %d, "kind": "council", "area": "IR", %s, "method": "plurality",
                 "seats": 1, "maxChoices": %d, "signers": %d, "lists": %s, "candidates": [%s]}
                """.formatted(
                        number,
                        named,
                        choices,
                        signers,
                        lists.replace("%s", named),
                        candidates.replace("%s", named));
    }

    private static String keys(int branch) {
        return key(branch, "presiding") + ", " + key(branch, "observer") + ", "
                + key(branch, "deputy");
    }

    private static String key(int branch, String role) {
        byte[] key = Ed25519.bouncyCastle().publicKey(seed(branch, role));
        return "{\"role\": \"" + role + "\", \"key\": \"" + Base64.getEncoder().encodeToString(key)
                + "\"}";
    }
}
