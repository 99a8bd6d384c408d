package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.proof.TilePath;
import org.shomar.aggregator.proof.Tiles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Goal: a plain web server over the folder is the log as the public plane serves it, however
/// often and wherever the node was stopped.
/// Method: the JDK's file server beside the live plane, each path byte by byte; folders that
/// were damaged, copied in part, or of another log; seeded.
@DisplayName("the log as a folder")
class TileFolderTest {
    private final Definition definition = SmallElection.open();
    private final MemoryLog log = new MemoryLog(definition, 1);

    private final Path folder;

    TileFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2})
    void aFileServerServesTheSameLog(long seed) throws Exception {
        Random random = new Random(seed);
        TileFolder tiles = open(true);
        for (int round = 0; round < 12; round++) {
            log.grow(random.nextInt(1, 400));
            tiles.write();
            if (random.nextInt(3) == 0) {
                PublicServer.await(tiles.close());
                tiles = open(true);
                tiles.write();
            }
        }
        assertThat(tiles.size()).isEqualTo(log.signed().size());
        PublicServer.await(tiles.close());

        HttpServer files = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.toAbsolutePath(),
                SimpleFileServer.OutputLevel.NONE);
        files.start();
        try (PublicServer live = new PublicServer(
                        PublicServer.FAST,
                        definition,
                        new MemoryTotals(definition, new Random(1)),
                        log);
                HttpClient client = HttpClient.newHttpClient()) {
            List<String> paths = new ArrayList<>(List.of("checkpoint"));
            Tiles.grown(0, log.signed().size()).forEach(path -> paths.add(path.toString()));
            assertThat(paths).hasSizeGreaterThan(6);
            for (String path : paths) {
                HttpResponse<byte[]> file = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + files.getAddress().getPort() + "/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(file.statusCode()).as(path).isEqualTo(200);
                assertThat(file.body())
                        .as(path)
                        .isEqualTo(live.bytes("/" + path).body());
            }
        } finally {
            files.stop(0);
        }
    }

    @Test
    void keepsPartialTilesUntilTheFullOneIsThere() throws Exception {
        TileFolder tiles = open(true);
        log.grow(99);
        tiles.write();
        log.grow(100);
        tiles.write();
        assertThat(files())
                .containsExactly(
                        "checkpoint",
                        "tile/0/000.p/100",
                        "tile/0/000.p/200",
                        "tile/entries/000.p/100",
                        "tile/entries/000.p/200");
        log.grow(60);
        tiles.write();
        assertThat(files())
                .containsExactly(
                        "checkpoint",
                        "tile/0/000",
                        "tile/0/001.p/4",
                        "tile/1/000.p/1",
                        "tile/entries/000",
                        "tile/entries/001.p/4");
        PublicServer.await(tiles.close());
    }

    @Test
    void writesEntriesOnlyWhenTheyArePublished() throws Exception {
        boolean[] published = {false};
        log.grow(299);
        TileFolder tiles = TileFolder.at(folder, log, () -> published[0]);
        tiles.write();
        assertThat(files())
                .containsExactly("checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1");
        assertThat(log.reads.get()).isZero();

        published[0] = true;
        tiles.write();
        assertThat(files()).contains("tile/entries/000", "tile/entries/001.p/44");
        PublicServer.await(tiles.close());
    }

    @Test
    void showsNoCheckpointBeforeItsTiles() throws Exception {
        TileFolder tiles = open(true);
        tiles.write();
        byte[] before = Files.readAllBytes(folder.resolve("checkpoint"));
        log.grow(300);
        log.ledgerIsAway(true);

        assertThatThrownBy(tiles::write).hasMessageContaining("away");
        assertThat(Files.readAllBytes(folder.resolve("checkpoint"))).isEqualTo(before);
        assertThat(tiles.size()).isEqualTo(1);
        log.ledgerIsAway(false);
        tiles.write();
        assertThat(tiles.size()).isEqualTo(301);
        assertThat(files()).doesNotContain("tile/0/000.p/1", "tile/entries/000.p/1");
        PublicServer.await(tiles.close());
    }

    @Test
    void readsTheLedgerOnlyForWhatIsMissingOrDamaged() throws Exception {
        log.grow(999);
        writeOnce();
        int before = log.reads.get();
        writeOnce();
        assertThat(log.reads.get()).isEqualTo(before);

        List<String> sound = contents();
        Files.delete(folder.resolve("tile/0/001"));
        Files.writeString(folder.resolve("tile/0/002"), "x");
        Files.delete(folder.resolve("tile/entries/001"));
        byte[] bundle = Files.readAllBytes(folder.resolve("tile/entries/002"));
        bundle[bundle.length / 2] ^= 1;
        Files.write(folder.resolve("tile/entries/002"), bundle);
        Files.write(folder.resolve("tile/entries/003.p/232"), new byte[0]);
        writeOnce();

        assertThat(contents()).isEqualTo(sound);
        assertThat(log.reads.get()).isEqualTo(before + 3);
    }

    @Test
    void removesWhatAStopLeftBehind() throws Exception {
        log.grow(299);
        writeOnce();
        Files.createDirectories(folder.resolve("tile/0/000.p"));
        Files.write(folder.resolve("tile/0/000.p/200"), new byte[1]);
        Files.write(folder.resolve(".unfinished"), new byte[1]);
        writeOnce();

        assertThat(files()).doesNotContain("tile/0/000.p/200");
    }

    @Test
    void refusesAFolderThatIsNotItsOwn() throws Exception {
        log.grow(69_999);
        writeOnce();

        refuse(new MemoryLog("shomar/another", 1).grow(70_000), "holds the log shomar/small-1405");
        refuse(new MemoryLog(definition, 1), "older than what was published");
        refuse(new MemoryLog(definition, 2).grow(70_100), "another log of the name");
        PublicServer.await(open(true).close());
    }

    /// What a power cut leaves of a file that was renamed before its bytes were on the disk.
    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "hello", "shomar/small-1405\n1\n"})
    void aDamagedCheckpointKeepsNobodyFromStarting(String damaged) throws Exception {
        log.grow(300);
        writeOnce();
        List<String> sound = contents();
        Files.writeString(folder.resolve("checkpoint"), damaged);
        Files.write(folder.resolve("tile/0/000"), new byte[0]);
        writeOnce();

        assertThat(contents()).isEqualTo(sound);
    }

    @Test
    void aCheckpointThatCannotBeReadKeepsNobodyFromStarting() throws Exception {
        Files.createDirectories(folder.resolve("checkpoint").resolve("lost+found"));
        TileFolder tiles = open(true);
        assertThat(tiles.size()).isZero();
        assertThatThrownBy(tiles::write).isInstanceOf(IOException.class);
        PublicServer.await(tiles.close());
    }

    @Test
    void refusesAFolderThatItCannotWrite() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> TileFolder.at(file, log, () -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--tiles " + file + " cannot be written");
        TileFolder first = open(true);
        assertThatThrownBy(() -> open(true)).hasMessageContaining("written by another node");
        PublicServer.await(first.close());
        PublicServer.await(open(true).close());
    }

    @Test
    void writesTheLastCheckpointWhenItCloses() throws Exception {
        TileFolder tiles = TileFolder.open(folder, log, () -> true);
        log.grow(500);
        PublicServer.await(tiles.close());

        assertThat(Files.readString(folder.resolve("checkpoint"))).contains("\n501\n");
        assertThat(Files.exists(folder.resolve(new TilePath(0, 1, 245).toString())))
                .isTrue();
    }

    @Test
    void neverGoesBackToAnOlderCheckpoint() throws Exception {
        log.grow(500);
        writeOnce();
        MemoryLog restarted = new MemoryLog(definition, 1).grow(99);
        restarted.growSilently(401);
        TileFolder tiles = TileFolder.at(folder, restarted, () -> true);
        tiles.write();

        assertThat(Files.readString(folder.resolve("checkpoint"))).contains("\n501\n");
        restarted.grow(1);
        tiles.write();
        assertThat(Files.readString(folder.resolve("checkpoint"))).contains("\n502\n");
        PublicServer.await(tiles.close());
    }

    private void refuse(MemoryLog other, String reason) {
        assertThatThrownBy(() -> TileFolder.at(folder, other, () -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--tiles " + folder)
                .hasMessageContaining(reason);
    }

    private void writeOnce() throws IOException, TimeoutException {
        TileFolder tiles = open(true);
        tiles.write();
        PublicServer.await(tiles.close());
    }

    private TileFolder open(boolean published) throws IOException {
        return TileFolder.at(folder, log, () -> published);
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (String file : files()) {
            contents.add(file + " "
                    + Content.of("", Files.readAllBytes(folder.resolve(file))).etag());
        }
        return contents;
    }

    /// What a web server would show; names with a dot in front are the writer's.
    private NavigableSet<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            NavigableSet<String> files = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .forEach(files::add);
            return files;
        }
    }
}
