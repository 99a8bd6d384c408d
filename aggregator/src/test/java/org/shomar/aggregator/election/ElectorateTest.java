package org.shomar.aggregator.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.Phase;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/// Goal: a sound file becomes the definition that it says, and every contest knows its
/// branches and areas.
///
/// Method: loads the small file and looks at each part; builds electorates that cannot be.
class ElectorateTest {
    private final Definition definition = load();

    @Test
    void headIsWhatTheFileSays() {
        Definition.Header header = definition.header();
        assertThat(header.election()).isEqualTo("small-1405");
        assertThat(header.phase()).isEqualTo(Phase.REHEARSAL);
        assertThat(header.round()).isEqualTo(1);
        assertThat(header.name()).isEqualTo(new Text("انتخابات کوچک", "Small election"));
        assertThat(header.pollsClose())
                .isEqualTo(OffsetDateTime.parse("2026-05-01T18:00:00+03:30"));
        assertThat(header.release()).isEqualTo(Release.OPEN);
        assertThat(header.decisions())
                .isEqualTo(Map.of(
                        DecisionAction.RELEASE,
                        Map.of("executive", 2, "supervisory", 1),
                        DecisionAction.REPLACE_KEY,
                        Map.of("executive", 1)));
        byte[] file = SmallFile.text().getBytes(UTF_8);
        assertThat(definition.hash()).isEqualTo(Digest.sha256(file));
        assertThat(definition.file()).isEqualTo(file);
    }

    @Test
    void partsAreWhatTheFileSays() {
        assertThat(definition.areas())
                .containsExactly(
                        new Area(0, "IR", AreaKind.COUNTRY, -1, new Text("ایران", "Iran")),
                        new Area(1, "IR-08", AreaKind.PROVINCE, 0, new Text("کرمان", null)),
                        new Area(2, "IR-23", AreaKind.PROVINCE, 0, new Text(null, "Tehran")));
        Contest council = definition.contest(7).orElseThrow();
        assertThat(council.candidates())
                .containsExactly(
                        new Candidate(101, new Text("نامزد ۱", null), 1),
                        new Candidate(102, new Text("نامزد ۲", null), Candidate.NO_LIST));
        assertThat(council.lists()).extracting(CandidateList::list).containsExactly(1, 2);
        assertThat(council.signers()).isEqualTo(2);
        Contest president = definition.contest(9).orElseThrow();
        assertThat(president.threshold()).isEqualTo("1/2");
        assertThat(president.alternates()).isZero();
        assertThat(president.signers()).isEqualTo(1);
        Branch branch = definition.branch(12).orElseThrow();
        assertThat(branch.contests()).containsExactly(7, 9);
        assertThat(branch.keys())
                .extracting(SigningKey::role)
                .containsExactly("presiding", "inspector");
        assertThat(branch.keys().getLast().raw()).containsOnly(2).hasSize(32);
        assertThat(definition.officers())
                .extracting(Officer::officer)
                .containsExactly("hq-1", "hq-2", "board-1");
        assertThat(definition.officers().getLast().key().raw()).containsOnly(6);
    }

    @Test
    void placesFollowBranchNumbersAndFileOrderOfAreas() {
        Electorate all = definition.electorate(definition.contest(9).orElseThrow());
        assertThat(all.branchCount()).isEqualTo(2);
        assertThat(all.branch(0).branch()).isEqualTo(11);
        assertThat(all.branchPlace(12)).isEqualTo(1);
        assertThat(all.branchPlace(13)).isNegative();
        assertThat(all.areaCount()).isEqualTo(3);
        assertThat(all.parentPlace(0)).isEqualTo(-1);
        assertThat(all.parentPlace(2)).isZero();
        assertThat(all.areaPlaceOfBranch(0)).isEqualTo(2);
    }

    @Test
    void areasOutsideTheContestHaveNoPlace() {
        Electorate council = definition.electorate(definition.contest(7).orElseThrow());
        assertThat(council.areaCount()).isEqualTo(1);
        assertThat(council.areaIndex(0)).isEqualTo(1);
        assertThat(council.parentPlace(0)).isEqualTo(-1);
        assertThat(council.areaPlace(0)).isNegative();
        assertThat(definition.electorate(definition.contest(10).orElseThrow()).branchCount())
                .isZero();
    }

    @Test
    void refusesABranchOutsideTheAreaOfItsContest() {
        Branch stray = new Branch(0, 1, 0, BranchKind.MOBILE, 0, List.of(10), List.of());
        assertThatThrownBy(() ->
                        Electorate.ofAll(definition.areas(), definition.contests(), List.of(stray)))
                .hasMessage("branch 1 stands outside the area of contest 10");
    }

    private static Definition load() {
        return switch (SmallFile.load(SmallFile.text())) {
            case Loaded.Sound(Definition sound) -> sound;
            case Loaded.Faulty(List<Fault> faults) -> throw new AssertionError(faults);
        };
    }
}
