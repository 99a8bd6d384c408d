package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.KeyDecoder.Result;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What a provider must answer before it is trusted with a vote: the cases on which Ed25519
/// implementations are known to disagree.
final class SelfCheck {
    private static final byte[] MESSAGE = "shomar".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEED = new byte[Ed25519.SEED_BYTES];

    /// Key and signature over [#MESSAGE] in hex, and whether the rule accepts them.
    private record Vector(String name, String key, String signature, boolean accepted) {}

    private static final List<Vector> VECTORS = List.of(
            new Vector(
                    "an ordinary signature",
                    "c9eec25f317af837bd19f6314ce1995e3c70209be2d4d11db3f3357c405dffd1",
                    "9d6e9cc80306ff1f165c5526e2353257d91f36141b6016ff111fc17fe17ebc54"
                            + "0d8c4419c044f464f3a1c35fea9aeb2381ea3061ffcca719cf0ba5826261610d",
                    true),
            new Vector(
                    "one bit of S changed",
                    "c9eec25f317af837bd19f6314ce1995e3c70209be2d4d11db3f3357c405dffd1",
                    "9d6e9cc80306ff1f165c5526e2353257d91f36141b6016ff111fc17fe17ebc54"
                            + "0c8c4419c044f464f3a1c35fea9aeb2381ea3061ffcca719cf0ba5826261610d",
                    false),
            new Vector(
                    "S + L in place of S",
                    "c9eec25f317af837bd19f6314ce1995e3c70209be2d4d11db3f3357c405dffd1",
                    "9d6e9cc80306ff1f165c5526e2353257d91f36141b6016ff111fc17fe17ebc54"
                            + "fa5f3a76daa706bdc93ebb02c994ca3881ea3061ffcca719cf0ba5826261611d",
                    false),
            new Vector(
                    "R with a torsion component",
                    "57d95469018b09682446b73cd51554438c81ef4c6a45b35dc1570d2bceac557c",
                    "55df6733bc25de4e1602834bdaaaf1b21b061a0dde5a0075fa24884cbdfa2f27"
                            + "576bba32b9787dc0efe8fd98f1ffa549431b817e08d046cdf8788e8bc616800e",
                    false),
            new Vector(
                    "a key of mixed order, the equation holds",
                    "fd220181651d7eae9688f9fe2a3194a1c6e8f89916d764ed7046ad68ca4748d7",
                    "8f18e569f944977e4bad16eaf654438ae1479d1382d1222ce4afe9ef57a8bbbf"
                            + "2c4c07039c4d08c8fdb629033a35fba9e305e2191cc323466530f58744eb0701",
                    true),
            new Vector(
                    "a key of mixed order, the equation holds only times eight",
                    "3e298e03c411f92d090252ec3b1ff2cb5ed2d435ee28ecde738b1690325a8b1f",
                    "5a5bf313f7116cdfd2bec83944a6dfad784884435828c47322543d84a945690a"
                            + "a14ce161e7dfda9f6e81dc2a4d0e426aa2f0de3c4c89c9eeb5f569c242200d0b",
                    false),
            new Vector(
                    "a key of low order",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                    "0100000000000000000000000000000000000000000000000000000000000000"
                            + "0000000000000000000000000000000000000000000000000000000000000000",
                    false),
            new Vector(
                    "R of low order, the equation holds",
                    "f27cb81402e6860c926ff81f393d14340e41a70bc0b0195cf64a90b348cb2fc4",
                    "0100000000000000000000000000000000000000000000000000000000000000"
                            + "8eb0b2659418c623cccd1d85b46d672ee700caa1a11371bd58dbb156c14e8200",
                    false),
            new Vector(
                    "the neutral key, not canonical",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "0100000000000000000000000000000000000000000000000000000000000000"
                            + "0000000000000000000000000000000000000000000000000000000000000000",
                    false),
            new Vector(
                    "R not canonical",
                    "c9eec25f317af837bd19f6314ce1995e3c70209be2d4d11db3f3357c405dffd1",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
                            + "0d8c4419c044f464f3a1c35fea9aeb2381ea3061ffcca719cf0ba5826261610d",
                    false));

    private SelfCheck() {}

    /// The first case that goes wrong; empty when the provider may be used.
    static Optional<String> fault(Ed25519 provider) {
        if (!Arrays.equals(
                provider.sign(SEED, MESSAGE), BouncyCastle.signer(SEED).apply(MESSAGE))) {
            return Optional.of("its signature is not that of RFC 8032");
        }
        return VECTORS.stream()
                .filter(vector -> accepts(provider, vector) != vector.accepted)
                .map(Vector::name)
                .findFirst();
    }

    private static boolean accepts(Ed25519 provider, Vector vector) {
        HexFormat hex = HexFormat.of();
        return provider.decode(hex.parseHex(vector.key)) instanceof Result.Usable(var key)
                && key.verifies(MESSAGE, hex.parseHex(vector.signature));
    }
}
