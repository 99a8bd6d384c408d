package org.shomar.loadtest.load;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where packets go, and over what.
///
/// @param certificate to trust; null trusts the system's authorities, or anything on loopback
/// @param addresses   source addresses to come from, 127.0.0.1 and up; 1 leaves it to the
///                    system
public record Target(
        String host, int port, boolean tls, @Nullable Path certificate, int addresses) {
    /// 127.0.0.1 to 127.0.3.250. Each has a client of its own; one address has some 28,000
    /// ports, so this is far more than all connections and readers need.
    static final int ADDRESSES_MAX = 1_000;

    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int ADDRESSES_A_BLOCK = 250;

    public static Target of(URI to, @Nullable Path certificate, int addresses) {
        boolean tls = "https".equals(to.getScheme());
        if (to.getHost() == null || (!tls && !"http".equals(to.getScheme()))) {
            throw new IllegalArgumentException(
                    "--to must be like https://127.0.0.1:8443, not " + to);
        }
        Target target = new Target(
                to.getHost(),
                to.getPort() >= 0 ? to.getPort() : tls ? 443 : 80,
                tls,
                certificate,
                addresses);
        if (addresses < 1 || addresses > ADDRESSES_MAX) {
            throw new IllegalArgumentException(
                    "--source-addresses must be 1.." + ADDRESSES_MAX + ", not " + addresses);
        }
        if (addresses > 1 && !target.isLoopback()) {
            throw new IllegalArgumentException("--source-addresses works on loopback only, such as"
                    + " --to https://127.0.0.1:8443; from one machine a server elsewhere sees one"
                    + " address");
        }
        return target;
    }

    boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.");
    }

    /// One of the addresses to come from.
    static String address(int index) {
        return "127.0." + index / ADDRESSES_A_BLOCK + "." + (1 + index % ADDRESSES_A_BLOCK);
    }

    /// @param address index of the source address
    NetClientOptions options(int address) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS_MAX)
                .setTcpNoDelay(true)
                .setSsl(tls);
        if (tls) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
            options.setHostnameVerificationAlgorithm("HTTPS");
            if (certificate != null) {
                options.setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
            } else if (isLoopback()) {
                options.setTrustAll(true).setHostnameVerificationAlgorithm("");
            }
        }
        if (addresses > 1) {
            options.setLocalAddress(address(address));
        }
        return options;
    }

    /// A request's head and body in one piece.
    byte[] post(boolean batch, byte[]... messages) {
        int length = 0;
        for (byte[] message : messages) {
            length += message.length;
        }
        String head =
                "POST " + (batch ? "/v1/packets/batch" : "/v1/packets") + " HTTP/1.1\r\nHost: "
                        + host + ":" + port + "\r\nContent-Type: "
                        + (batch ? "application/cbor-seq" : "application/cose")
                        + "\r\nContent-Length: " + length + "\r\n\r\n";
        byte[] request = new byte[head.length() + length];
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, request, 0, ascii.length);
        int at = ascii.length;
        for (byte[] message : messages) {
            System.arraycopy(message, 0, request, at, message.length);
            at += message.length;
        }
        return request;
    }
}
