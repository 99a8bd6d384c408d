package org.shomar.aggregator.election.rehearsal;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.election.rehearsal.IranAreas.Place;

import java.util.ArrayList;
import java.util.List;

/// Makes contests with plainly artificial candidates, numbered from 1 in the order of making.
final class InventedContests {
    private static final String TEHRAN = "IR-2301021576";
    private static final int TEHRAN_SEATS = 21;
    private static final int TEHRAN_ALTERNATES = 11;
    private static final int REGIONS_WITH_LISTS_MIN = 4;
    private static final int LISTS = 5;
    private static final int CANDIDATES_PER_SEAT = 3;
    private static final int PARLIAMENT_CANDIDATES = 8;
    private static final int EXPERTS_CANDIDATES = 5;

    private final List<Area> areas;
    private final List<Contest> contests = new ArrayList<>();

    /// Seats and alternates of a council in a place of less than so many people.
    private record Size(int people, int seats, int alternates) {}

    private static final List<Size> SIZES = List.of(
            new Size(50_000, 5, 3),
            new Size(200_000, 7, 5),
            new Size(500_000, 9, 6),
            new Size(1_000_000, 11, 7),
            new Size(2_000_000, 13, 8),
            new Size(Integer.MAX_VALUE, 15, 10));

    InventedContests(List<Area> areas) {
        this.areas = areas;
    }

    List<Contest> all() {
        return List.copyOf(contests);
    }

    /// The council of a city or of the villages of a rural district.
    int council(Place place, int people) {
        boolean tehran = areas.get(place.area()).code().equals(TEHRAN);
        boolean lists = place.regions() >= REGIONS_WITH_LISTS_MIN;
        Size size = SIZES.stream()
                .filter(each -> people < each.people())
                .findFirst()
                .orElse(SIZES.getLast());
        int seats = tehran ? TEHRAN_SEATS : size.seats();
        String title = place.kind() == AreaKind.CITY ? "شورای شهر " : "شورای روستاهای دهستان ";
        return add(
                ContestKind.COUNCIL,
                place.area(),
                new Text(title + place.name(), null),
                tehran ? "tehran-1404-proportional" : lists ? "sainte-lague" : "plurality",
                null,
                seats,
                tehran ? TEHRAN_ALTERNATES : size.alternates(),
                lists ? LISTS : 0,
                seats * CANDIDATES_PER_SEAT);
    }

    /// A mid-term election of one member of parliament.
    int parliament(int area) {
        String fa = "میان‌دوره‌ای مجلس شورای اسلامی، حوزهٔ "
                + areas.get(area).name().fa();
        Text name = new Text(fa, null);
        return add(
                ContestKind.PARLIAMENT,
                area,
                name,
                "majority",
                "1/5",
                1,
                0,
                0,
                PARLIAMENT_CANDIDATES);
    }

    /// A mid-term election of one member of the Assembly of Experts.
    int experts(int area) {
        Text of = areas.get(area).name();
        Text name = new Text(
                "میان‌دوره‌ای مجلس خبرگان رهبری، استان " + of.fa(),
                of.en() == null ? null : "Assembly of Experts, mid-term, " + of.en());
        return add(ContestKind.EXPERTS, area, name, "plurality", null, 1, 0, 0, EXPERTS_CANDIDATES);
    }

    private int add(
            ContestKind kind,
            int area,
            Text name,
            String method,
            @Nullable String threshold,
            int seats,
            int alternates,
            int lists,
            int candidates) {
        int number = contests.size() + 1;
        contests.add(new Contest(
                contests.size(),
                number,
                kind,
                area,
                name,
                method,
                threshold,
                seats,
                alternates,
                seats,
                1,
                lists(lists),
                candidates(candidates, lists)));
        return number;
    }

    private static List<CandidateList> lists(int count) {
        List<CandidateList> lists = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            lists.add(new CandidateList(i, new Text("فهرست " + persian(i), "List " + i)));
        }
        return lists;
    }

    /// Spread over the lists in turn; each turn leaves one without a list.
    private static List<Candidate> candidates(int count, int lists) {
        List<Candidate> candidates = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            Text name = new Text("نامزد " + persian(i), "Candidate " + i);
            candidates.add(new Candidate(100 + i, name, lists == 0 ? 0 : i % (lists + 1)));
        }
        return candidates;
    }

    private static String persian(int number) {
        StringBuilder digits = new StringBuilder();
        Integer.toString(number).chars().forEach(c -> digits.append((char) (c - '0' + '۰')));
        return digits.toString();
    }
}
