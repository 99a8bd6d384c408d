package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.packet.Digest;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Goal: whoever reads tiles by c2sp.org/tlog-tiles finds what he looks for, and nothing has
/// two addresses.
///
/// Method: tables of paths; the document's example of 70,000 leaves; tiles held to the hashes
/// that RFC 6962 defines; growth from a seed (`-Dseed=N` replays one).
class TilesTest {
    private static final int EXAMPLE = 70_000;
    private static final List<Digest> LEAVES = PlainTree.leaves(EXAMPLE);
    private static final MerkleTree TREE = PlainTree.tree(LEAVES);

    static LongStream seeds() {
        return PlainTree.seeds(30);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            tile/0/000                        | 0  | 0             | 256
            tile/0/001.p/1                    | 0  | 1             | 1
            tile/0/273.p/112                  | 0  | 273           | 112
            tile/5/000.p/255                  | 5  | 0             | 255
            tile/entries/999                  | -1 | 999           | 256
            tile/0/x001/000                   | 0  | 1000          | 256
            tile/0/x001/x234/067              | 0  | 1234067       | 256
            tile/entries/x001/x234/067.p/9    | -1 | 1234067       | 9
            tile/0/x001/x099/x511/x627/775    | 0  | 1099511627775 | 256
            """)
    void aPathComesBackTheSame(String path, int level, long index, int width) {
        TilePath tile = new TilePath(level, index, width);
        assertThat(tile).hasToString(path);
        assertThat(TilePath.parse(path)).contains(tile);
        assertThat(tile.firstLeaf()).isEqualTo(index * 256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000",
                "tile/0/x000/000",
                "tile/0/x000/001",
                "tile/0/001/000",
                "tile/0/x001/x000",
                "tile/0/x1/000",
                "tile/0/X001/000",
                "tile/0/1000",
                "tile/0/-01",
                "tile/0/+01",
                "tile/0/٠٠١",
                "tile/00/000",
                "tile/01/000",
                "tile/6/000",
                "tile/63/000",
                "tile/-1/000",
                "tile/x/000",
                "tile/Entries/000",
                "tile/entries/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/999",
                "tile/0/000.p/1000",
                "tile/0/000.p/-1",
                "tile/0/000.p/1/",
                "tile/0/000.P/1",
                "tile/0/000xp/1",
                "tile/0/000.p/1\n",
                "tile/0/000\n",
                " tile/0/000",
                "tile/0/../000",
                "tile/0/x001/x099/x511/x627/776",
                "tile/0/x999/x999/x999/x999/999",
                "tile/0/x001/x000/x000/x000/x000/000"
            })
    void refusesWhatIsNoPath(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-2, 0, 1",
        "6, 0, 1",
        "0, -1, 1",
        "0, 1099511627776, 1",
        "0, 9223372036854775807, 1",
        "0, 0, 0",
        "0, 0, 257"
    })
    void noTileHasNumbersOutOfRange(int level, long index, int width) {
        assertThatThrownBy(() -> new TilePath(level, index, width))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theExampleOfTheDocumentHasItsTiles() {
        List<TilePath> tiles = Tiles.grown(0, EXAMPLE);
        Map<String, Long> kinds = tiles.stream()
                .collect(Collectors.groupingBy(
                        tile -> tile.level() + "/" + tile.width(), Collectors.counting()));

        assertThat(kinds)
                .isEqualTo(Map.of(
                        "-1/256", 273L, "-1/112", 1L, // bundles
                        "0/256", 273L, "0/112", 1L, "1/256", 1L, "1/17", 1L, "2/1", 1L));
        assertThat(Tiles.grown(0, 256))
                .extracting(TilePath::toString)
                .containsExactly("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
        assertThat(Tiles.grown(0, 0)).isEmpty();
    }

    @Test
    void everyTileHoldsTheHashesOfTheRfc() {
        for (TilePath path : Tiles.grown(0, EXAMPLE)) {
            if (path.level() == TilePath.ENTRIES) {
                assertThat(Tiles.hashes(TREE, EXAMPLE, path)).isEmpty();
                continue;
            }
            int span = 1 << 8 * path.level();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int i = 0; i < path.width(); i++) {
                int from = (int) (path.index() * 256 + i) * span;
                expected.writeBytes(
                        PlainTree.root(LEAVES.subList(from, from + span)).bytes());
            }
            assertThat(Tiles.hashes(TREE, EXAMPLE, path))
                    .as("%s", path)
                    .hasValueSatisfying(tile -> assertThat(tile).isEqualTo(expected.toByteArray()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tile/0/273,        tile/0/273.p/112",
        "tile/0/273.p/113,  tile/0/273.p/112",
        "tile/0/274.p/1,    tile/0/273.p/1",
        "tile/1/001,        tile/1/001.p/17",
        "tile/1/001.p/18,   tile/1/000.p/18",
        "tile/2/000.p/2,    tile/2/000.p/1",
        "tile/3/000.p/1,    tile/2/000.p/1",
        "tile/0/x001/x099/x511/x627/775, tile/0/000"
    })
    void hasNoTileBeyondItsSize(String beyond, String there) {
        assertThat(Tiles.hashes(TREE, EXAMPLE, TilePath.parse(beyond).orElseThrow()))
                .isEmpty();
        assertThat(Tiles.hashes(TREE, EXAMPLE, TilePath.parse(there).orElseThrow()))
                .isPresent();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void growthBringsEachTileThatIsNewAndNoOther(long seed) {
        Random random = new Random(seed);
        int old = random.nextInt(EXAMPLE);
        int size = seed % 3 == 0 ? old + 1 : old + random.nextInt(EXAMPLE - old);
        Set<TilePath> before = new HashSet<>(Tiles.grown(0, old));
        Set<TilePath> expected = new HashSet<>(Tiles.grown(0, size));
        expected.removeAll(before);

        List<TilePath> grown = Tiles.grown(old, size);

        assertThat(grown).doesNotHaveDuplicates();
        assertThat(new HashSet<>(grown)).isEqualTo(expected);
        assertThat(Tiles.grown(size, size)).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aBundleGivesBackItsEntries(long seed) throws UnfitTextException {
        Random random = new Random(seed);
        List<byte[]> entries = new ArrayList<>();
        for (int i = random.nextInt(256); i >= 0; i--) {
            byte[] entry = new byte[i == 0 ? 65_535 : random.nextInt(600)];
            random.nextBytes(entry);
            entries.add(entry);
        }
        byte[] bundle = Tiles.bundle(entries);

        assertThat(Arrays.deepEquals(Tiles.entries(bundle).toArray(), entries.toArray()))
                .isTrue();
        assertThat(bundle[0] & 0xff).isEqualTo(entries.getFirst().length >> 8);
        byte[] cut = Arrays.copyOf(bundle, bundle.length - 1);
        assertThatThrownBy(() -> Tiles.entries(cut)).isInstanceOf(UnfitTextException.class);
        byte[] more = Arrays.copyOf(bundle, bundle.length + 1);
        assertThatThrownBy(() -> Tiles.entries(more)).isInstanceOf(UnfitTextException.class);
    }

    @Test
    void aBundleHasNoEntryWhoseLengthDoesNotFit() {
        assertThatThrownBy(() -> Tiles.bundle(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }
}
