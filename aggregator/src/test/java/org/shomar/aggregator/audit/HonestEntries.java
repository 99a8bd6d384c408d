package org.shomar.aggregator.audit;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The entries of an honest night: most branches report, some amend once or twice, some
/// packets are held; some stations never report.
final class HonestEntries {
    /// Made once: signing takes most of a test's time.
    private static final Map<Long, List<byte[]>> NIGHTS = new ConcurrentHashMap<>();

    private final AuditElection election = AuditElection.INSTANCE;
    private final RandomGenerator random;
    private final List<byte[]> entries = new ArrayList<>();

    private HonestEntries(long seed) {
        random = new SplittableRandom(seed);
    }

    /// More than a full tile of them, the same for the same seed.
    static List<byte[]> of(long seed) {
        return NIGHTS.computeIfAbsent(seed, HonestEntries::night);
    }

    private static List<byte[]> night(long seed) {
        HonestEntries night = new HonestEntries(seed);
        night.entries.add(statement());
        List<int[]> stations = new ArrayList<>();
        for (int branch = 1; branch <= AuditElection.BRANCHES; branch++) {
            for (int contest :
                    AuditElection.inKerman(branch) ? new int[] {1, 2, 3} : new int[] {1, 3}) {
                stations.add(new int[] {contest, branch});
            }
        }
        Collections.shuffle(stations, Random.from(night.random));
        for (int[] station : stations.subList(5, stations.size())) {
            night.report(station[0], station[1], null);
        }
        for (int amendment = 0; amendment < 60; amendment++) {
            int leaf = night.random.nextInt(1, night.entries.size());
            night.amend(leaf);
        }
        return List.copyOf(night.entries);
    }

    static byte[] statement() {
        return PacketCodec.definitionStatement(
                AuditElection.INSTANCE.definition.election(),
                AuditElection.INSTANCE.definition.hash(),
                AuditElection.INSTANCE.definition.phase());
    }

    private void amend(int leaf) {
        ResultPacket packet = AuditElection.read(entries.get(leaf)).packet();
        SignedPacket latest = null;
        for (byte[] entry : entries.subList(1, entries.size())) {
            SignedPacket signed = AuditElection.read(entry);
            if (signed.packet().branch() == packet.branch()
                    && signed.packet().contest() == packet.contest()) {
                latest = signed;
            }
        }
        report(packet.contest(), packet.branch(), latest);
    }

    private void report(int contest, int branch, @Nullable SignedPacket before) {
        int revision = before == null ? 1 : before.packet().revision() + 1;
        entries.add(AuditElection.sign(random(
                election, random, contest, branch, revision, before, random.nextInt(8) == 0)));
    }

    /// A packet of random figures.
    ///
    /// @param held more ballots cast than issued
    static ResultPacket random(
            AuditElection election,
            RandomGenerator random,
            int contest,
            int branch,
            int revision,
            @Nullable SignedPacket before,
            boolean held) {
        int[] votes = random.ints(contest == 2 ? 4 : 3, 10, 90).toArray();
        int[] lists = contest == 3 ? random.ints(2, 5, 40).toArray() : new int[0];
        int valid = (int) Counts.of(votes).sum() + (int) Counts.of(lists).sum();
        int blank = random.nextInt(1, 9);
        int cast = valid + blank + 2;
        int issued = held ? cast - 1 : cast + random.nextInt(4);
        return election.packet(
                contest,
                branch,
                revision,
                before == null ? null : before.id(),
                new Ballots(issued, cast, blank, 2),
                Counts.of(votes),
                contest == 3 ? Counts.of(lists) : null);
    }
}
