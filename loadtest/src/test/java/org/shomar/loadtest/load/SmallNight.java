package org.shomar.loadtest.load;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.election.rehearsal.Generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// A rehearsal of a few branches.
final class SmallNight {
    static final int BRANCHES = 12;

    private SmallNight() {}

    /// Written into a folder, and read from it.
    static Roll in(Path folder) throws IOException {
        Generate.Options options = new Generate.Options("IR-08", BRANCHES, 3, 5);
        switch (Generate.rehearsal(options, new Pens())) {
            case Generate.Generated.Ready ready -> ready.rehearsal().writeTo(folder, written -> {});
            case Generate.Generated.Unusable unusable -> throw new IOException(unusable.reason());
        }
        return Roll.load(folder);
    }

    private static final class Pens implements Signing {
        @Override
        public byte[] publicKey(byte[] seed) {
            byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(seed, 0, key, 0);
            return key;
        }

        @Override
        public UnaryOperator<byte[]> signer(byte[] seed) {
            return message -> {
                byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
                Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
                return signature;
            };
        }
    }
}
