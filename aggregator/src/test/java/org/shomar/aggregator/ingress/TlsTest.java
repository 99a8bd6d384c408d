package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Goal: branches speak TLS 1.3 or 1.2 to a P-256 certificate, and nothing older; one that
/// comes back need not shake hands in full.
/// Method: a certificate made by keytool, the JDK's client against BoringSSL; the old
/// version as bytes, because the JDK speaks it no more.
class TlsTest {
    private static final String PASSWORD = "of-a-test";

    private static IngressConfig config;
    private static SSLContext client;
    private static SSLContext stranger;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate =
                pem(folder, "CERTIFICATE", keys.getCertificate("test").getEncoded());
        Path key = pem(
                folder,
                "PRIVATE KEY",
                keys.getKey("test", PASSWORD.toCharArray()).getEncoded());
        config = config(new TlsFiles(certificate, key), IngressConfig.REQUEST_MILLIS);
        client = trusting(keys);
        stranger = trusting(keys);
    }

    private static IngressConfig config(TlsFiles files, int requestMillisMax) {
        return new IngressConfig(
                "127.0.0.1",
                0,
                files,
                Door.CONNECTIONS_MAX,
                1,
                requestMillisMax,
                IngressConfig.BATCHES_UNDER_WAY_BYTES_MAX);
    }

    private static Path pem(Path folder, String kind, byte[] der) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END " + kind + "-----\n";
        return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static SSLSocket connect(Door door, String version) throws IOException {
        return connect(client, door, version);
    }

    private static SSLSocket connect(SSLContext context, Door door, String version)
            throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), door.ingress.port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersOverTls(String version) throws IOException {
        try (Door door = new Door(config, FakeIntake.storing());
                SSLSocket socket = connect(door, version);
                Line line = Line.over(socket)) {
            assertThat(line.post(new byte[] {1}).reply().status()).isEqualTo(201);
            assertThat(line.post(new byte[60_000]).reply().status()).isEqualTo(201);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            ECPublicKey key =
                    (ECPublicKey) socket.getSession().getPeerCertificates()[0].getPublicKey();
            assertThat(key.getParams().getOrder().bitLength()).isEqualTo(256);
        }
    }

    /// The JDK lets a resumed session keep the time at which the first one began.
    @Test
    void aBranchThatComesBackResumesItsSession() throws IOException {
        try (Door door = new Door(config, FakeIntake.storing())) {
            long first = sessionBegan(client, door);
            while (System.currentTimeMillis() <= first) {
                Thread.onSpinWait();
            }
            assertThat(sessionBegan(client, door)).isEqualTo(first);
            assertThat(sessionBegan(stranger, door)).isGreaterThan(first);
        }
    }

    /// Else a load test with a new connection for each packet would measure a mixture, as
    /// Netty's clients keep the sessions of a server for all connections to it. What is kept
    /// has an id; a first connection that was answered would have left one.
    @Test
    void clientsOfOursShakeHandsInFullUnlessAskedForLess() {
        NetClientOptions options = new NetClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm("")
                .setSslEngineOptions(new OpenSSLEngineOptions());
        try (Door door = new Door(config, FakeIntake.storing())) {
            NetClient ours = door.vertx.createNetClient(options);
            for (int i = 0; i < 3; i++) {
                NetSocket socket = Door.await(ours.connect(
                        door.ingress.port(), InetAddress.getLoopbackAddress().getHostAddress()));
                Promise<Void> answered = Promise.promise();
                socket.handler(bytes -> answered.tryComplete());
                socket.write("GET /nothing HTTP/1.1\r\nHost: count\r\n\r\n");
                Door.await(answered.future());
                assertThat(socket.sslSession().getProtocol()).isEqualTo("TLSv1.3");
                assertThat(socket.sslSession().getId()).isEmpty();
                Door.await(socket.close());
            }
        }
    }

    private static long sessionBegan(SSLContext context, Door door) throws IOException {
        try (SSLSocket socket = connect(context, door, "TLSv1.3");
                Line line = Line.over(socket)) {
            assertThat(line.post(new byte[] {1}).reply().status()).isEqualTo(201);
            return socket.getSession().getCreationTime();
        }
    }

    /// The handshake is no request: what comes with it counts for nothing.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aConnectionThatAsksNothingIsClosedWithoutAWord(String version) throws IOException {
        IngressConfig hasty = config(Objects.requireNonNull(config.tls()), 200);
        try (Door door = new Door(hasty, FakeIntake.storing());
                SSLSocket socket = connect(door, version);
                Line line = Line.over(socket)) {
            socket.startHandshake();
            assertThat(line.in().readAllBytes()).isEmpty();
        }
    }

    /// Alert 70 is `protocol_version` (RFC 8446 §6.2).
    @Test
    void refusesTls11() throws IOException {
        try (Door door = new Door(config, FakeIntake.storing());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.ingress.port())) {
            socket.setSoTimeout(Door.WAIT_SECONDS * 1_000);
            socket.getOutputStream().write(hello(0x0302));
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(7)).startsWith(0x15).endsWith(2, 70);
        }
    }

    /// A hello of TLS 1.1 with no extensions: one RSA and one ECDSA suite of its time.
    private static byte[] hello(int version) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) version).array());
        body.writeBytes(new byte[32]);
        body.writeBytes(new byte[] {0, 0, 4, 0, 0x2f, (byte) 0xc0, 0x09, 1, 0});
        int length = body.size();
        return ByteBuffer.allocate(9 + length)
                .put((byte) 0x16)
                .putShort((short) 0x0301)
                .putShort((short) (4 + length))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) length)
                .put(body.toByteArray())
                .array();
    }

    @Test
    void plainHttpIsNotAnsweredOnTheTlsPort() throws IOException {
        try (Door door = new Door(config, FakeIntake.storing());
                Line line = door.connect()) {
            assertThatThrownBy(() -> line.send(Line.get("/")).reply())
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (SSLSocket untrusting = (SSLSocket) SSLContext.getDefault()
                                .getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(), door.ingress.port())) {
                            untrusting.startHandshake();
                        }
                    })
                    .isInstanceOf(SSLException.class);
        }
    }
}
