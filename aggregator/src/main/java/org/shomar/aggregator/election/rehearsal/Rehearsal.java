package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.packet.Channel;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A rehearsal election in memory: its definition, keys and the packets of one night.
///
/// Packets are signed when they are asked for (some 50 microseconds each); only their order is
/// kept.
public final class Rehearsal {
    private static final long COUNTING_STARTS_SECONDS = 1_800;
    private static final long NIGHT_SECONDS = 6L * 3_600;

    private final Plan plan;
    private final Seeds seeds;
    private final Signing signing;
    private final byte[] definition;
    private final Digest hash;
    private final Map<Integer, Contest> contests;

    /// The pairs (branch index, contest number) in the order of the night.
    private final int[] branchOf;

    private final int[] contestOf;

    /// A private key of the rehearsal.
    ///
    /// @param file name of its [KeyFile]
    /// @param seed 32 bytes
    @SuppressWarnings("ArrayRecordComponent") // known by its file
    public record SecretKey(String file, byte[] seed) {}

    Rehearsal(Plan plan, long seed, Signing signing) {
        this.plan = plan;
        this.seeds = new Seeds(seed);
        this.signing = signing;
        this.definition = DefinitionWriter.write(plan, seeds, signing);
        this.hash = Digest.sha256(definition);
        this.contests = plan.contests().stream()
                .collect(Collectors.toMap(Contest::contest, contest -> contest));
        int pairs = plan.branches().stream()
                .mapToInt(branch -> branch.contests().size())
                .sum();
        this.branchOf = new int[pairs];
        this.contestOf = new int[pairs];
        int next = 0;
        for (Branch branch : plan.branches()) {
            for (int contest : branch.contests()) {
                branchOf[next] = branch.index();
                contestOf[next++] = contest;
            }
        }
        shuffle(new SplittableRandom(seed));
    }

    /// A copy of the bytes of `election.json`.
    public byte[] definition() {
        return definition.clone();
    }

    /// Every private key, the branches' first.
    public Iterator<SecretKey> keys() {
        Iterator<SecretKey> branches = plan.branches().stream()
                .map(Branch::branch)
                .map(branch ->
                        new SecretKey(KeyFile.name(branch, Seeds.ROLE), seeds.branch(branch)))
                .iterator();
        Iterator<SecretKey> officers = plan.officers().keySet().stream()
                .map(officer -> new SecretKey(KeyFile.name(officer), seeds.officer(officer)))
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return branches.hasNext() || officers.hasNext();
            }

            @Override
            public SecretKey next() {
                return branches.hasNext() ? branches.next() : officers.next();
            }
        };
    }

    public int keyCount() {
        return plan.branches().size() + plan.officers().size();
    }

    public int packetCount() {
        return branchOf.length;
    }

    /// A signed message by its place in the night, from 0; the same bytes each time
    /// (Ed25519 has no randomness of its own).
    public byte[] packet(int place) {
        Branch branch = plan.branches().get(branchOf[place]);
        Contest contest = contest(contestOf[place]);
        Sheet sheet = plan.sheets().of(branch, contest);
        long close = plan.header().pollsClose().toEpochSecond();
        ResultPacket packet = new ResultPacket(
                plan.header().election(),
                hash,
                plan.header().phase(),
                contest.contest(),
                branch.branch(),
                1,
                null,
                close + COUNTING_STARTS_SECONDS + NIGHT_SECONDS * place / branchOf.length,
                sheet.ballots(),
                sheet.votes(),
                sheet.listVotes(),
                Channel.NETWORK,
                null);
        byte[] seed = seeds.branch(branch.branch());
        return PacketCodec.sign1(packet, signing.signer(seed)::apply);
    }

    /// All messages in the order of the night.
    public Iterator<byte[]> packets() {
        return IntStream.range(0, packetCount()).mapToObj(this::packet).iterator();
    }

    /// Votes by contest number, in definition order, when every packet is counted.
    public Map<Integer, long[]> expected() {
        Map<Integer, long[]> totals = new TreeMap<>();
        for (Contest contest : plan.contests()) {
            totals.put(contest.contest(), new long[contest.candidates().size()]);
        }
        for (Branch branch : plan.branches()) {
            for (int number : branch.contests()) {
                Counts votes = plan.sheets().of(branch, contest(number)).votes();
                long[] total = totals.getOrDefault(number, new long[votes.size()]);
                for (int i = 0; i < total.length; i++) {
                    total[i] += votes.get(i);
                }
            }
        }
        return totals;
    }

    /// Writes `election.json`, `keys/` (a [KeyFile] each), `packets.cborseq` and
    /// `expected.json` into a directory, which is made if need be; files of the same names
    /// are replaced.
    ///
    /// @param progress told the number of packets written, from 0 to [#packetCount]
    public void writeTo(Path directory, LongConsumer progress) throws IOException {
        new RehearsalFiles(this, directory).write(progress);
    }

    List<Contest> contests() {
        return plan.contests();
    }

    private Contest contest(int number) {
        Contest contest = contests.get(number);
        if (contest == null) {
            throw new IllegalStateException("a branch has contest " + number + ", the plan not");
        }
        return contest;
    }

    /// Fisher and Yates.
    private void shuffle(RandomGenerator random) {
        for (int i = branchOf.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            swap(branchOf, i, j);
            swap(contestOf, i, j);
        }
    }

    private static void swap(int[] values, int i, int j) {
        int kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
