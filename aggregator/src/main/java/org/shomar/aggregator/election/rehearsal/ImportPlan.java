package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.ContestKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.election.rehearsal.Returns.BranchReturn;
import org.shomar.aggregator.election.rehearsal.Returns.ContestReturn;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Phase;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns [Returns] into a [Plan].
final class ImportPlan {
    private static final int CODE_CHARS_MAX = 64;
    private static final int CODE_CHARS_LEFT_FREE = 12;
    private static final String ROOT = "all";
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final LocalDate DAY_UNKNOWN = LocalDate.of(2000, 1, 1);
    private static final LocalTime POLLS_CLOSE = LocalTime.of(19, 0);

    private final String name;
    private final Returns returns;
    private final List<Area> areas = new ArrayList<>();
    private final Map<String, Integer> areaOfCounty = new LinkedHashMap<>();

    ImportPlan(String name, Returns returns) {
        this.name = name;
        this.returns = returns;
    }

    Plan plan() {
        addAreas();
        List<Contest> contests = new ArrayList<>();
        returns.contests().forEach(contest -> contests.add(contest(contests.size(), contest)));
        List<BranchReturn> counted = returns.branches();
        List<Branch> branches = new ArrayList<>();
        counted.forEach(branch -> branches.add(branch(branches.size(), branch)));
        Definition.Header header = new Definition.Header(
                code(name, "imported"),
                Phase.REHEARSAL,
                1,
                new Text(null, name + " (rehearsal of a past result)"),
                pollsClose(),
                Release.OPEN,
                Officers.decisions());
        return new Plan(
                header,
                areas,
                contests,
                branches,
                Officers.roles(),
                (branch, contest) -> sheet(counted.get(branch.index()), contest));
    }

    private void addAreas() {
        Set<String> codes = new HashSet<>(Set.of(ROOT));
        areas.add(new Area(0, ROOT, AreaKind.COUNTRY, Area.NO_PARENT, new Text(null, "All")));
        for (BranchReturn branch : returns.branches()) {
            String county = branch.key().county();
            if (areaOfCounty.containsKey(county)) {
                continue;
            }
            int index = areas.size();
            String code = code(county, "county");
            while (!codes.add(code)) {
                code = code + "-" + index;
            }
            areaOfCounty.put(county, index);
            areas.add(new Area(index, code, AreaKind.COUNTY, 0, new Text(null, county)));
        }
    }

    private Contest contest(int index, ContestReturn contest) {
        List<Candidate> candidates = new ArrayList<>();
        contest.candidates().forEach((candidate, standing) -> {
            String party = standing.party().isEmpty() ? "" : " (" + standing.party() + ")";
            candidates.add(new Candidate(
                    standing.place() + 1, new Text(null, candidate + party), Candidate.NO_LIST));
        });
        String office = contest.key().office();
        String district = contest.key().district();
        boolean oneCounty = contest.counties().size() == 1;
        return new Contest(
                index,
                contest.number(),
                office.equals("President") ? ContestKind.PRESIDENT : ContestKind.OTHER,
                oneCounty ? areaOf(contest.counties().iterator().next()) : 0,
                new Text(null, district.isEmpty() ? office : office + ", " + district),
                "plurality",
                null,
                1,
                0,
                1,
                1,
                List.of(),
                candidates);
    }

    private Branch branch(int index, BranchReturn branch) {
        int eligible =
                branch.votes().values().stream().mapToInt(ImportPlan::sum).max().orElse(0);
        return new Branch(
                index,
                branch.number(),
                areaOf(branch.key().county()),
                BranchKind.FIXED,
                Math.max(1, eligible),
                List.copyOf(branch.votes().keySet()),
                List.of());
    }

    private static Sheet sheet(BranchReturn branch, Contest contest) {
        List<Integer> given = branch.votes().getOrDefault(contest.contest(), List.of());
        int[] votes = new int[contest.candidates().size()];
        for (int i = 0; i < given.size(); i++) {
            votes[i] = given.get(i);
        }
        int cast = sum(given);
        return new Sheet(new Ballots(cast, cast, 0, 0), Counts.of(votes), null);
    }

    private int areaOf(String county) {
        return areaOfCounty.getOrDefault(county, 0);
    }

    private static int sum(List<Integer> votes) {
        return votes.stream().mapToInt(Integer::intValue).sum();
    }

    /// At 19:00 UTC of the day that the name tells.
    private OffsetDateTime pollsClose() {
        LocalDate day = DAY_UNKNOWN;
        Matcher date = DATE.matcher(name);
        if (date.find()) {
            try {
                day = LocalDate.parse(date.group());
            } catch (DateTimeException noSuchDay) {
                day = DAY_UNKNOWN;
            }
        }
        return day.atTime(POLLS_CLOSE).atOffset(ZoneOffset.UTC);
    }

    /// A name reduced to `a-z 0-9 -`.
    private static String code(String name, String otherwise) {
        String code = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        code = code.replaceAll("^-|-$", "");
        int longest = CODE_CHARS_MAX - CODE_CHARS_LEFT_FREE;
        return code.isEmpty() ? otherwise : code.substring(0, Math.min(longest, code.length()));
    }
}
