package org.shomar.benchmarks;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.election.VerificationKey;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Phase;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Ed25519;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An election of 2,000 branches and 100 contests, and its packets of about 400 bytes, each
/// made and judged when it is asked for. All branches have one key, so it is nothing for
/// measuring signatures.
final class Night {
    static final int BRANCHES = 2_000;

    private static final int CONTESTS = 100;

    /// Of a branch and a contest.
    static final int PAIRS = BRANCHES * CONTESTS;

    private static final int CANDIDATES = 60;
    private static final int VOTES = 300;

    private final Signing signing;
    private final Definition definition;
    private final Verifier verifier;

    private Night(Signing signing, KeyDecoder keys) {
        this.signing = signing;
        this.definition = define(keys);
        this.verifier = new Verifier(definition);
    }

    /// Every signature is real.
    static Night signed() {
        Ed25519 ed25519 = Ed25519.fastest();
        return new Night(ed25519, ed25519);
    }

    /// No signature is made or looked at, which is fifty times faster.
    static Night unsigned() {
        return new Night(Unsigned.SIGNING, Unsigned.KEYS);
    }

    Definition definition() {
        return definition;
    }

    /// A first count.
    ///
    /// @param pair 0 to `PAIRS` - 1; neighbours are of different branches
    Verdict.Storable packet(int pair) {
        return packet(pair, 1, null);
    }

    /// @param previous the pair's packet of the revision before, null for none
    Verdict.Storable packet(int pair, int revision, @Nullable Digest previous) {
        int[] votes = IntStream.range(0, CANDIDATES).map(c -> VOTES + c).toArray();
        int cast = IntStream.of(votes).sum();
        ResultPacket packet = new ResultPacket(
                definition.election(),
                definition.hash(),
                definition.phase(),
                1 + pair / BRANCHES,
                1 + pair % BRANCHES,
                revision,
                previous,
                0,
                new Ballots(cast, cast, 0, 0),
                Counts.of(votes),
                null,
                Channel.NETWORK,
                null);
        byte[] message = PacketCodec.sign1(packet, bytes -> signing.sign(Packets.SEED, bytes));
        if (PacketCodec.decode(message) instanceof Decoded.Packet decoded
                && verifier.verify(decoded.signed()) instanceof Verdict.Storable storable) {
            return storable;
        }
        throw new IllegalStateException("the benchmark's own packet is refused");
    }

    private Definition define(KeyDecoder keys) {
        byte[] raw = signing.publicKey(Packets.SEED);
        VerificationKey key = ((KeyDecoder.Result.Usable) keys.decode(raw)).key();
        Text name = new Text(null, "Benchmark");
        List<Candidate> candidates = IntStream.rangeClosed(1, CANDIDATES)
                .mapToObj(code -> new Candidate(code, name, Candidate.NO_LIST))
                .toList();
        List<Contest> contests = IntStream.range(0, CONTESTS)
                .mapToObj(i -> new Contest(
                        i,
                        i + 1,
                        ContestKind.OTHER,
                        0,
                        name,
                        "plurality",
                        null,
                        1,
                        0,
                        1,
                        1,
                        List.of(),
                        candidates))
                .toList();
        List<Integer> all = contests.stream().map(Contest::contest).toList();
        List<Branch> branches = IntStream.range(0, BRANCHES)
                .mapToObj(i -> new Branch(
                        i,
                        i + 1,
                        0,
                        BranchKind.MOBILE,
                        0,
                        all,
                        List.of(new SigningKey("presiding", raw, key))))
                .toList();
        return new Definition(
                new Definition.Header(
                        "benchmark",
                        Phase.REHEARSAL,
                        1,
                        name,
                        OffsetDateTime.parse("2026-05-01T18:00:00+03:30"),
                        Release.OPEN,
                        Map.of()),
                List.of(new Area(0, "IR", AreaKind.COUNTRY, Area.NO_PARENT, name)),
                contests,
                branches,
                List.of(),
                "benchmark".getBytes(StandardCharsets.US_ASCII));
    }
}
