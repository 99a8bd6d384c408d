package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.PacketCodec.RoleSigner;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An election of a hundred branches in three counties of two provinces, with all its keys.
///
/// ```text
/// contest  area   candidates  lists  maxChoices  signers
/// 1        IR     3           -      1           1
/// 2        IR-08  4           -      3           2
/// 3        IR     3           1, 2   2           1
/// branches 1 to 100, fixed; odd ones lie in IR-08
/// ```
final class AuditElection {
    static final int BRANCHES = 100;
    static final Ed25519 ED25519 = Ed25519.fastest();
    private static final String NAME = "\"name\": {\"fa\": \"نام\"}";
    private static final List<String> COUNTIES = List.of("IR-23-01", "IR-08-01", "IR-08-02");

    // after the constants that it is made of
    static final AuditElection INSTANCE = new AuditElection();

    final Definition definition;

    private AuditElection() {
        definition = load(file());
    }

    static Definition load(String file) {
        Loaded loaded = DefinitionLoader.load(file.getBytes(UTF_8), ED25519);
        assertThat(loaded).isInstanceOf(Loaded.Sound.class);
        return ((Loaded.Sound) loaded).definition();
    }

    static String file() {
        List<String> branches = new ArrayList<>();
        for (int branch = 1; branch <= BRANCHES; branch++) {
            branches.add("""
                    {"branch": %d, "area": "%s", "kind": "fixed", "eligible": %d,
                     "contests": %s, "keys": [%s, %s]}
                    """.formatted(
                    branch,
                    branch % 2 == 0 ? COUNTIES.getFirst() : COUNTIES.get(1 + branch % 4 / 2),
                    900 + branch,
                    inKerman(branch) ? "[1, 2, 3]" : "[1, 3]",
                    key(branch, "presiding"),
                    key(branch, "observer")));
        }
        return """
            { "shomar": 1, "election": "audit-1405", "phase": "rehearsal", "round": 1, %1$s,
              "pollsClose": "2026-05-01T18:00:00+03:30", "release": "open",
              "areas": [
                {"code": "IR", "kind": "country", %1$s},
                {"code": "IR-08", "kind": "province", "parent": "IR", %1$s},
                {"code": "IR-23", "kind": "province", "parent": "IR", %1$s},
                {"code": "IR-23-01", "kind": "county", "parent": "IR-23", %1$s},
                {"code": "IR-08-01", "kind": "county", "parent": "IR-08", %1$s},
                {"code": "IR-08-02", "kind": "county", "parent": "IR-08", %1$s}],
              "contests": [
                {"contest": 1, "kind": "council", "area": "IR", %1$s, "method": "plurality",
                 "seats": 1, "maxChoices": 1, "candidates": [{"code": 1, %1$s},
                 {"code": 2, %1$s}, {"code": 3, %1$s}]},
                {"contest": 2, "kind": "parliament", "area": "IR-08", %1$s, "method": "plurality",
                 "seats": 1, "maxChoices": 3, "signers": 2, "candidates": [{"code": 1, %1$s},
                 {"code": 2, %1$s}, {"code": 3, %1$s}, {"code": 4, %1$s}]},
                {"contest": 3, "kind": "council", "area": "IR", %1$s, "method": "hare",
                 "seats": 3, "maxChoices": 2,
                 "lists": [{"list": 1, %1$s}, {"list": 2, %1$s}],
                 "candidates": [{"code": 1, "list": 1, %1$s}, {"code": 2, "list": 2, %1$s},
                 {"code": 3, %1$s}]}],
              "branches": [%2$s]}
            """.formatted(NAME, String.join(",", branches));
    }

    static boolean inKerman(int branch) {
        return branch % 2 == 1;
    }

    static byte[] seed(int branch, String role) {
        return Digest.sha256((branch + "/" + role).getBytes(UTF_8)).bytes();
    }

    private static String key(int branch, String role) {
        byte[] key = ED25519.publicKey(seed(branch, role));
        return "{\"role\": \"%s\", \"key\": \"%s\"}"
                .formatted(role, Base64.getEncoder().encodeToString(key));
    }

    ResultPacket packet(
            int contest,
            int branch,
            int revision,
            @Nullable Digest previous,
            Ballots ballots,
            Counts votes,
            @Nullable Counts lists) {
        return new ResultPacket(
                definition.election(),
                definition.hash(),
                Phase.REHEARSAL,
                contest,
                branch,
                revision,
                previous,
                1_777_000_000L + revision,
                ballots,
                votes,
                lists,
                Channel.NETWORK,
                null);
    }

    /// Signed as its contest asks for.
    static byte[] sign(ResultPacket packet) {
        int branch = packet.branch();
        return packet.contest() == 2
                ? PacketCodec.sign(
                        packet, List.of(signer(branch, "presiding"), signer(branch, "observer")))
                : signBy(packet, branch, "presiding");
    }

    static byte[] signBy(ResultPacket packet, int branch, String role) {
        return PacketCodec.sign1(packet, bytes -> ED25519.sign(seed(branch, role), bytes));
    }

    private static RoleSigner signer(int branch, String role) {
        return new RoleSigner(role, bytes -> ED25519.sign(seed(branch, role), bytes));
    }

    static SignedPacket read(byte[] message) {
        return ((Decoded.Packet) PacketCodec.decode(message)).signed();
    }
}
