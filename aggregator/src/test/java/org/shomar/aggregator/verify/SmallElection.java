package org.shomar.aggregator.verify;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.KeyDecoder.Result;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.election.Text;
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

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An election with one contest of each shape, for the tests of this room.
///
/// ```text
/// contest  candidates  lists           maxChoices  signers
/// 7        2           -               1           1
/// 8        3           -               3           1
/// 9        3           1, 2 (c3 none)  2           1
/// 10       2           -               1           2
/// 11       2           -               1           1        only of branch 14
/// 12       3           1, 2 (c3 none)  1           1
/// 13       0           -               1           1
/// branch 12 fixed, 100 eligible; 13 mobile, 14 abroad, both unknown (0)
/// ```
///
/// Each branch has the roles `presiding`, `observer` and `deputy`.
final class SmallElection {
    static final List<String> ROLES = List.of("presiding", "observer", "deputy");

    private static final Text NAME = new Text("نام", "name");
    private static final byte[] FILE = "{}".getBytes(StandardCharsets.UTF_8);
    private static final OffsetDateTime CLOSE = OffsetDateTime.parse("2026-05-01T18:00:00+03:30");

    final Ed25519 provider;
    final Definition definition;
    final Verifier verifier;

    SmallElection(Ed25519 provider) {
        this.provider = provider;
        this.definition = new Definition(
                new Definition.Header(
                        "kerman-1405", Phase.REHEARSAL, 1, NAME, CLOSE, Release.OPEN, Map.of()),
                List.of(new Area(0, "IR", AreaKind.COUNTRY, Area.NO_PARENT, NAME)),
                List.of(
                        contest(0, 7, 1, 1, List.of(), 0, 0),
                        contest(1, 8, 3, 1, List.of(), 0, 0, 0),
                        contest(2, 9, 2, 1, List.of(1, 2), 1, 2, 0),
                        contest(3, 10, 1, 2, List.of(), 0, 0),
                        contest(4, 11, 1, 1, List.of(), 0, 0),
                        contest(5, 12, 1, 1, List.of(1, 2), 1, 2, 0),
                        contest(6, 13, 1, 1, List.of())),
                List.of(
                        branch(0, 12, BranchKind.FIXED, 100, List.of(7, 8, 9, 10, 12, 13)),
                        branch(1, 13, BranchKind.MOBILE, 0, List.of(7)),
                        branch(2, 14, BranchKind.ABROAD, 0, List.of(7, 11))),
                List.of(),
                FILE);
        this.verifier = new Verifier(definition);
    }

    /// Signed by the presiding officer, or by the first two roles where two are asked for.
    SignedPacket signed(ResultPacket packet) {
        return packet.contest() == 10
                ? signedBy(packet, "presiding", "observer")
                : signed1(packet, "presiding");
    }

    SignedPacket signed1(ResultPacket packet, String role) {
        byte[] seed = seed(packet.branch(), role);
        return read(PacketCodec.sign1(packet, bytes -> provider.sign(seed, bytes)));
    }

    SignedPacket signedBy(ResultPacket packet, String... roles) {
        return read(PacketCodec.sign(
                packet,
                Arrays.stream(roles)
                        .map(role -> new RoleSigner(
                                role, bytes -> provider.sign(seed(packet.branch(), role), bytes)))
                        .toList()));
    }

    static SignedPacket read(byte[] message) {
        return switch (PacketCodec.decode(message)) {
            case Decoded.Packet(var signed) -> signed;
            case Decoded.Malformed malformed -> throw new AssertionError(malformed);
        };
    }

    ResultPacket packet(
            int contest, int branch, Ballots ballots, Counts votes, @Nullable Counts lists) {
        return new ResultPacket(
                "kerman-1405",
                Digest.sha256(FILE),
                Phase.REHEARSAL,
                contest,
                branch,
                1,
                null,
                0,
                ballots,
                votes,
                lists,
                Channel.NETWORK,
                null);
    }

    private static byte[] seed(int branch, String role) {
        return Digest.sha256((branch + role).getBytes(StandardCharsets.UTF_8)).bytes();
    }

    private SigningKey key(int branch, String role) {
        byte[] raw = provider.publicKey(seed(branch, role));
        return switch (provider.decode(raw)) {
            case Result.Usable(var key) -> new SigningKey(role, raw, key);
            case Result.Unusable unusable -> throw new AssertionError(unusable);
        };
    }

    private Branch branch(
            int index, int number, BranchKind kind, int eligible, List<Integer> contests) {
        List<SigningKey> keys = ROLES.stream().map(role -> key(number, role)).toList();
        return new Branch(index, number, 0, kind, eligible, contests, keys);
    }

    private static Contest contest(
            int index,
            int number,
            int maxChoices,
            int signers,
            List<Integer> lists,
            int... listOf) {
        return new Contest(
                index,
                number,
                ContestKind.COUNCIL,
                0,
                NAME,
                "plurality",
                null,
                1,
                0,
                maxChoices,
                signers,
                lists.stream().map(list -> new CandidateList(list, NAME)).toList(),
                IntStream.range(0, listOf.length)
                        .mapToObj(i -> new Candidate(101 + i, NAME, listOf[i]))
                        .toList());
    }
}
