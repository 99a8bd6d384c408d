package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// What does the verdict on one packet cost beside its signature: branch, contest, shape, hold
/// rules? On the packets of a province's night, or the same with more ballots cast than
/// issued. Leaves out decoding, and the signature, which is taken as valid.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RulesBenchmark {
    @Param({"COUNTED", "HELD"})
    private PacketState state = PacketState.COUNTED;

    private List<SignedPacket> packets = List.of();
    private int place;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Verifier verifier;

    @Setup
    public void judgeAllOnce() {
        Rehearsed night = new Rehearsed();
        verifier = new Verifier(night.definition());
        packets = state == PacketState.COUNTED
                ? night.packets()
                : night.packets().stream().map(RulesBenchmark::overfull).toList();
        for (SignedPacket packet : packets) {
            if (!(verifier.verify(packet) instanceof Verdict.Storable storable)
                    || storable.state() != state) {
                throw new IllegalStateException("a packet of the benchmark is not " + state);
            }
        }
    }

    @Benchmark
    public Verdict judge() {
        place = (place + 1) % packets.size();
        return verifier.verify(packets.get(place));
    }

    private static SignedPacket overfull(SignedPacket signed) {
        ResultPacket packet = signed.packet();
        Ballots ballots = packet.ballots();
        ResultPacket more = new ResultPacket(
                packet.election(),
                packet.definition(),
                packet.phase(),
                packet.contest(),
                packet.branch(),
                packet.revision(),
                packet.previous(),
                packet.countedAt(),
                new Ballots(ballots.cast() - 1, ballots.cast(), ballots.blank(), ballots.invalid()),
                packet.votes(),
                packet.listVotes(),
                packet.channel(),
                packet.note());
        return new SignedPacket(
                signed.message(), more, signed.id(), signed.leafHash(), signed.signatures());
    }
}
