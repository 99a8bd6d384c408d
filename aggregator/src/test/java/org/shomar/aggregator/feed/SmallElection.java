package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.packet.Phase;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A country of two provinces, one of them with two counties; contest 7 for a council in that
/// province, contest 9 with lists for the whole country.
final class SmallElection {
    static final byte[] FILE = "{\"shomar\":1}".getBytes(StandardCharsets.UTF_8);

    private SmallElection() {}

    static Definition open() {
        return with(Release.OPEN);
    }

    static Definition with(Release release) {
        List<Area> areas = List.of(
                new Area(0, "IR", AreaKind.COUNTRY, -1, new Text("ایران", "Iran")),
                new Area(1, "IR-08", AreaKind.PROVINCE, 0, new Text("کرمان", "Kerman")),
                new Area(2, "IR-08-01", AreaKind.COUNTY, 1, new Text("بردسیر", "Bardsir")),
                new Area(3, "IR-08-02", AreaKind.COUNTY, 1, new Text("بم", "Bam")),
                new Area(4, "IR-09", AreaKind.PROVINCE, 0, new Text("فارس", "Fars")));
        List<Contest> contests =
                List.of(contest(0, 7, 1, "plurality", 0), contest(1, 9, 0, "hare", 2));
        List<Branch> branches = new ArrayList<>();
        branch(branches, 11, 2, List.of(7, 9));
        branch(branches, 12, 2, List.of(7, 9));
        branch(branches, 13, 3, List.of(7, 9));
        branch(branches, 14, 4, List.of(9));
        return definition(release, areas, contests, branches);
    }

    /// Contest 7 over the first area, a branch in each of the others.
    static Definition over(List<Area> areas) {
        List<Branch> branches = new ArrayList<>();
        for (Area area : areas.subList(1, areas.size())) {
            branch(branches, area.index(), area.index(), List.of(7));
        }
        return definition(Release.OPEN, areas, List.of(contest(0, 7, 0, "plurality", 0)), branches);
    }

    private static Definition definition(
            Release release, List<Area> areas, List<Contest> contests, List<Branch> branches) {
        return new Definition(
                new Definition.Header(
                        "small-1405",
                        Phase.REHEARSAL,
                        1,
                        new Text("تمرین", "Rehearsal"),
                        OffsetDateTime.parse("2026-05-01T18:00:00+03:30"),
                        release,
                        Map.of()),
                areas,
                contests,
                branches,
                List.of(),
                FILE);
    }

    private static Contest contest(int index, int number, int area, String method, int lists) {
        List<CandidateList> named = new ArrayList<>();
        for (int list = 1; list <= lists; list++) {
            named.add(new CandidateList(list, new Text("فهرست " + list, null)));
        }
        return new Contest(
                index,
                number,
                ContestKind.COUNCIL,
                area,
                new Text("شورا " + number, "Council " + number),
                method,
                null,
                2,
                0,
                2,
                1,
                named,
                List.of(
                        new Candidate(101, new Text("الف", "A"), 0),
                        new Candidate(102, new Text("ب", "B"), 0),
                        new Candidate(103, new Text("پ", "C"), 0)));
    }

    private static void branch(List<Branch> into, int number, int area, List<Integer> contests) {
        into.add(new Branch(
                into.size(), number, area, BranchKind.FIXED, 1_000, contests, List.of()));
    }
}
