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
import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.VerificationKey;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Signature;
import org.shomar.aggregator.verify.Ed25519;

import java.util.concurrent.TimeUnit;

/// What does one Ed25519 verification cost with each provider? The key is decoded before,
/// as in the server.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SignatureBenchmark {
    @Param({"bouncy-castle", "corretto"})
    private String provider = "";

    private VerificationKey key = (message, signature) -> false;
    private byte[] toBeSigned = {};
    private byte[] signature = {};

    @Setup
    public void decodeKeyAndPacket() {
        Ed25519 ed25519 = provider.equals("corretto")
                ? Ed25519.corretto().orElseThrow()
                : Ed25519.bouncyCastle();
        if (ed25519.decode(ed25519.publicKey(Packets.SEED))
                instanceof KeyDecoder.Result.Usable usable) {
            key = usable.key();
        }
        if (PacketCodec.decode(Packets.signed(12)) instanceof Decoded.Packet packet) {
            Signature only = packet.signed().signatures().getFirst();
            toBeSigned = only.toBeSigned();
            signature = only.bytes();
        }
        if (!key.verifies(toBeSigned, signature)) {
            throw new IllegalStateException("the benchmark's own signature does not verify");
        }
    }

    @Benchmark
    public boolean verify() {
        return key.verifies(toBeSigned, signature);
    }
}
