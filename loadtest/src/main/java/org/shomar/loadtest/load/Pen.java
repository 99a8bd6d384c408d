package org.shomar.loadtest.load;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.shomar.aggregator.election.SigningKey;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Signs for the members of one branch, as many as the contest asks for.
final class Pen {
    private final List<PacketCodec.RoleSigner> signers = new ArrayList<>();

    Pen(Roll roll, Pair pair) throws IOException {
        List<SigningKey> keys = pair.branch().keys();
        int count = pair.contest().signers();
        if (keys.size() < count) {
            throw new IllegalArgumentException("branch " + pair.branch().branch() + " has "
                    + keys.size() + " keys, its contest asks for " + count);
        }
        for (SigningKey key : keys.subList(0, count)) {
            byte[] seed = roll.seed(pair.branch(), key);
            signers.add(new PacketCodec.RoleSigner(key.role(), bytes -> sign(seed, bytes)));
        }
    }

    byte[] sign(ResultPacket packet) {
        return signers.size() == 1
                ? PacketCodec.sign1(packet, signers.getFirst().signer())
                : PacketCodec.sign(packet, signers);
    }

    private static byte[] sign(byte[] seed, byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }
}
