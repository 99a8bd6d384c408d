package org.shomar.aggregator;

import org.shomar.aggregator.ingress.TlsFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A self-signed ECDSA P-256 certificate for the ingress, made once and kept in the data
/// folder.
final class Certificates {
    private static final int DAYS_VALID = 365;
    private static final int KEYTOOL_SECONDS_MAX = 60;
    private static final String STORE_PASSWORD = "shomar"; // of a file that is deleted at once
    private static final String NAMES = "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

    private Certificates() {}

    /// The files `cert.pem` and `key.pem` in a folder; made if they are not there.
    static TlsFiles in(Path folder) throws IOException {
        return in(folder, DAYS_VALID);
    }

    /// @param daysValid of a new one, from now on
    static TlsFiles in(Path folder, int daysValid) throws IOException {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            Files.createDirectories(folder);
            generate(folder.resolve("new.p12"), daysValid, certificate, key);
        }
        return new TlsFiles(certificate, key);
    }

    private static void generate(Path store, int daysValid, Path certificate, Path key)
            throws IOException {
        Files.deleteIfExists(store);
        try {
            keytool(store, daysValid);
            KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
            byte[] privateKey =
                    keys.getKey("shomar", STORE_PASSWORD.toCharArray()).getEncoded();
            Files.deleteIfExists(key);
            Files.createFile(
                    key,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, pem("PRIVATE KEY", privateKey));
            Files.writeString(
                    certificate,
                    pem("CERTIFICATE", keys.getCertificate("shomar").getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool made a key store that cannot be read", e);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void keytool(Path store, int daysValid) throws IOException {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "shomar",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-dname",
                        "CN=shomar",
                        "-ext",
                        NAMES,
                        "-validity",
                        Integer.toString(daysValid),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        try {
            String output =
                    new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!keytool.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS)
                    || keytool.exitValue() != 0) {
                throw new IOException("keytool could not make a certificate: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a certificate", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
