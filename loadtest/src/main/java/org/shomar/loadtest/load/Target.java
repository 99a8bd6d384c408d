package org.shomar.loadtest.load;

import io.vertx.core.net.NetClientOptions;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/// Where packets go, and from where.
///
/// @param addresses source addresses to come from, 127.0.0.1 and up; 1 leaves it to the system
public record Target(Endpoint ingest, int addresses) {
    /// 127.0.0.1 to 127.0.3.250. Each has a client of its own; one address has some 28,000
    /// ports, so this is far more than all connections and readers need.
    static final int ADDRESSES_MAX = 1_000;

    private static final int ADDRESSES_A_BLOCK = 250;

    public static Target of(URI to, @Nullable Path certificate, int addresses) {
        Endpoint ingest = Endpoint.ingest(to, certificate);
        if (addresses < 1 || addresses > ADDRESSES_MAX) {
            throw new IllegalArgumentException(
                    "--source-addresses must be 1.." + ADDRESSES_MAX + ", not " + addresses);
        }
        if (addresses > 1 && !ingest.isLoopback()) {
            throw new IllegalArgumentException("--source-addresses works on loopback only, such as"
                    + " --to https://127.0.0.1:8443; from one machine a server elsewhere sees one"
                    + " address");
        }
        return new Target(ingest, addresses);
    }

    /// One of the addresses to come from.
    static String address(int index) {
        return "127.0." + index / ADDRESSES_A_BLOCK + "." + (1 + index % ADDRESSES_A_BLOCK);
    }

    /// @param address index of the source address
    NetClientOptions options(int address) {
        NetClientOptions options = ingest.net();
        if (addresses > 1) {
            options.setLocalAddress(address(address));
        }
        return options;
    }
}
