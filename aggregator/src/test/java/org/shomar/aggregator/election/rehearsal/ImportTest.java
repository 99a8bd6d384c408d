package org.shomar.aggregator.election.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Fault;
import org.shomar.aggregator.election.rehearsal.Import.Imported;
import org.shomar.aggregator.packet.Digest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// Goal: a real result goes in, and exactly its sums come out of the packets; a broken file
/// is refused with all its faults.
///
/// Method: two real counties and the whole of a real state, read back as a stranger would;
/// small files with one fault each.
class ImportTest {
    private static final String HEADER = "county,precinct,office,district,party,candidate,votes\n";
    private static final String ROW = "A,1,Mayor,,,X,5\n";

    @Test
    void twoCountiesAddUpToTheirResult() throws IOException {
        Night night = Night.of(imported("two-counties.csv", List.of(), 1));
        assertThat(night.definition().branches()).hasSize(4);
        assertThat(night.definition().contests()).hasSize(8);
        assertThat(night.totals().get(1)).containsExactly(987, 1, 5, 1031);
        Contest house = night.definition().contest(2).orElseThrow();
        assertThat(house.name().en()).isEqualTo("State House, 154");
        assertThat(night.definition().areas().get(house.area()).code()).isEqualTo("quitman");
        assertThat(night.totals().get(2)).containsExactly(907);
    }

    @Test
    void aWholeStateAddsUpToItsResult() throws IOException {
        Rehearsal rehearsal = imported("georgia-2024-11-05-general.csv.gz", List.of(), 7);
        Night night = Night.of(rehearsal);
        assertThat(night.definition().branches()).hasSize(2_701);
        assertThat(night.definition().contests()).hasSize(293);
        assertThat(night.definition().areas()).hasSize(160);
        assertThat(rehearsal.packetCount()).isEqualTo(13_647);
        Contest president = night.definition().contests().stream()
                .filter(contest -> "President".equals(contest.name().en()))
                .findFirst()
                .orElseThrow();
        assertThat(night.totals().get(president.contest())).contains(2_663_110, 2_548_006, 20_684);
        assertThat(rehearsal.expected()).usingRecursiveComparison().isEqualTo(night.totals());
    }

    @Test
    void sameSeedSameBytesAnotherSeedAnotherOrder() throws IOException {
        Rehearsal first = imported("two-counties.csv", List.of(), 1);
        Rehearsal again = imported("two-counties.csv", List.of(), 1);
        Rehearsal other = imported("two-counties.csv", List.of(), 2);
        assertThat(again.definition()).isEqualTo(first.definition());
        assertThat(messages(again)).isEqualTo(messages(first));
        assertThat(messages(other)).isNotEqualTo(messages(first));
    }

    @Test
    void columnsMayStandInAnyOrderAndVotesInSeveral() {
        String csv = """
                \uFEFFDay,Candidate,Mail,party,office,district,county,precinct
                3,e\u0301,4,,Mayor,,A,1
                1,e\u0301,1,,Mayor,,A,1
                0,Y,0,,Mayor,,A,1
                """;
        Night night = Night.of(ready(csv, List.of("day", "mail")));
        assertThat(night.totals().get(1)).containsExactly(9, 0);
        Contest contest = night.definition().contests().getFirst();
        assertThat(contest.candidates().getFirst().name().en()).isEqualTo("\u00E9");
    }

    @Test
    void aPrecinctWithoutVotesReportsToo() {
        Rehearsal rehearsal = ready(HEADER + "A,1,Mayor,,,X,0\n" + "A,2,Mayor,,,X,3\n", List.of());
        assertThat(rehearsal.packetCount()).isEqualTo(2);
        assertThat(Night.of(rehearsal).totals().get(1)).containsExactly(3);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '¦', useHeadersInDisplayName = true, textBlock = """
        row                            ¦ line ¦ column ¦ text
        A,1,Mayor,,,X,-5               ¦ 3 ¦ votes     ¦ a number of votes is expected, not "-5"
        A,1,Mayor,,,X,five             ¦ 3 ¦ votes     ¦ not "five"
        A,1,Mayor,,,X,"1,000"          ¦ 3 ¦ votes     ¦ not "1,000"
        A,1,Mayor,,,X,                 ¦ 3 ¦ votes     ¦ not ""
        A,1,Mayor,,,X,99999999999      ¦ 3 ¦ votes     ¦ a number of votes is expected
        A,1,Mayor,,,X,2147483648       ¦ 3 ¦ votes     ¦ more votes than a packet holds
        A,1,Mayor,,,X,2147483647       ¦ 3 ¦ votes     ¦ more votes than a packet holds
        A,,Mayor,,,X,5                 ¦ 3 ¦ precinct  ¦ this value is empty
        A,1,Mayor,,,,5                 ¦ 3 ¦ candidate ¦ this value is empty
        A,1,Mayor,,,X                  ¦ 3 ¦ ''        ¦ 6 values in this line, 7 in the header
        A,1,Mayor,,,X,5,6              ¦ 3 ¦ ''        ¦ 8 values in this line
        A,1,"Mayor,,,X,5               ¦ 3 ¦ ''        ¦ cannot be read as CSV
        """)
    void saysWhatIsWrongInARow(String row, int line, String column, String text) {
        assertThat(faults(HEADER + ROW + row)).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(line);
            assertThat(fault.path()).isEqualTo(column);
            assertThat(fault.text()).contains(text);
        });
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(faults(HEADER + "A,1,Mayor,,,X,-5\n" + ROW + ",,Mayor,,,X,x\n"))
                .extracting(Fault::line)
                .containsExactly(2, 4, 4, 4);
    }

    @Test
    void saysWhatIsWrongWithTheFile() {
        assertThat(faults("")).extracting(Fault::text).first().asString().contains("empty");
        assertThat(faults(HEADER)).extracting(Fault::text).first().asString().contains("no res");
        assertThat(faults("county,precinct,county,office\n"))
                .extracting(Fault::path)
                .containsExactly("county", "district", "party", "candidate", "total_votes");
        byte[] latin = (HEADER + "A,1,Mayor,,,\u00E9,5\n").getBytes(ISO_8859_1);
        assertThat(read(latin, List.of())).isInstanceOf(Imported.Faulty.class);
    }

    @Test
    void writesTheFourFiles(@TempDir Path directory) throws IOException {
        Rehearsal rehearsal = imported("two-counties.csv", List.of(), 1);
        long bytes = 0;
        for (int i = 0; i < rehearsal.packetCount(); i++) {
            bytes += rehearsal.packet(i).length;
        }
        List<Long> progress = new ArrayList<>();
        rehearsal.writeTo(directory, progress::add);
        assertThat(directory.resolve("election.json")).hasBinaryContent(rehearsal.definition());
        assertThat(directory.resolve("expected.json"))
                .content()
                .startsWith("{\"1\":[987,1,5,1031],\"2\":[907],");
        assertThat(Files.size(directory.resolve("packets.cborseq"))).isEqualTo(bytes);
        assertThat(progress).startsWith(0L).endsWith((long) rehearsal.packetCount());
        Path key = directory.resolve("keys").resolve("1-presiding.key");
        assertThat(KeyFile.read(key)).isEqualTo(rehearsal.keys().next().seed());
        assertThat(directory.resolve("keys").resolve("officer-hq-1.key")).isRegularFile();
    }

    /// Of each message its SHA-256.
    private static List<Digest> messages(Rehearsal rehearsal) {
        List<Digest> messages = new ArrayList<>();
        rehearsal.packets().forEachRemaining(message -> messages.add(Digest.sha256(message)));
        return messages;
    }

    private static List<Fault> faults(String csv) {
        return switch (read(csv.getBytes(UTF_8), List.of())) {
            case Imported.Ready ready -> throw new AssertionError("no fault was found");
            case Imported.Faulty(List<Fault> faults) -> faults;
        };
    }

    private static Rehearsal ready(String csv, List<String> voteColumns) {
        return ready(read(csv.getBytes(UTF_8), voteColumns));
    }

    private static Imported read(byte[] csv, List<String> voteColumns) {
        return Import.read(
                new ByteArrayInputStream(csv),
                new Import.Options("test", voteColumns, 1),
                new StandInSigning());
    }

    private static Rehearsal imported(String file, List<String> voteColumns, long seed)
            throws IOException {
        InputStream plain =
                Objects.requireNonNull(ImportTest.class.getResourceAsStream("/elections/" + file));
        InputStream in = file.endsWith(".gz") ? new GZIPInputStream(plain) : plain;
        String name = file.replaceAll("\\.csv.*", "");
        return ready(
                Import.read(in, new Import.Options(name, voteColumns, seed), new StandInSigning()));
    }

    private static Rehearsal ready(Imported imported) {
        return switch (imported) {
            case Imported.Ready(Rehearsal rehearsal) -> rehearsal;
            case Imported.Faulty(List<Fault> faults) -> throw new AssertionError(faults);
        };
    }
}
