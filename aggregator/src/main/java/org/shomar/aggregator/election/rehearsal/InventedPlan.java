package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.election.rehearsal.IranAreas.Place;
import org.shomar.aggregator.packet.Phase;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Invents people, contests and branches for [Generate].
final class InventedPlan {
    private static final OffsetDateTime POLLS_CLOSE =
            OffsetDateTime.parse("2026-05-01T18:00:00+03:30");
    private static final int COUNTRY_BRANCHES = 60_000;

    /// Known numbers of branches; the rest of the country's is shared by numbers of places.
    private static final Map<String, Integer> PROVINCE_BRANCHES =
            Map.of("IR-23", 6_700, "IR-08", 2_400);

    /// Places of the provinces whose numbers of branches are not known.
    private static final int PLACES_WITHOUT_KNOWN = 3_643;

    private static final int PEOPLE_PER_REGION = 190_000;
    private static final int ELIGIBLE_MIN = 200;
    private static final int ELIGIBLE_MAX = 3_000;
    private static final int MOBILE_EVERY = 4;

    private final IranAreas iran;
    private final String code;
    private final Generate.Options options;
    private final List<Site> sites = new ArrayList<>();
    private final InventedContests contests;

    /// A place with its invented people and its branches; `council` is 0 until it has one.
    private record Site(Place place, int people, int branches, int council) {}

    InventedPlan(IranAreas iran, String code, Generate.Options options) {
        this.iran = iran;
        this.code = code;
        this.options = options;
        this.contests = new InventedContests(iran.areas());
    }

    Plan plan() {
        Map<String, List<Place>> provinces = new LinkedHashMap<>();
        RandomGenerator random = new SplittableRandom(options.seed());
        Map<Integer, Integer> people = new HashMap<>();
        for (Place place : iran.places()) {
            provinces.computeIfAbsent(place.province(), p -> new ArrayList<>()).add(place);
            people.put(place.area(), people(place, random));
        }
        Kept kept = keep(provinces, people);
        List<Place> places = iran.places().stream().filter(kept::any).toList();
        int[] branches = branches(places, provinces, people);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            int here = people.getOrDefault(place.area(), 0);
            int council = kept.councils().getOrDefault(place.area(), 0);
            sites.add(new Site(place, here, branches[i], council));
        }
        return new Plan(
                header(),
                iran.areas(),
                contests.all(),
                branches(kept),
                Officers.roles(),
                new InventedSheets(options.seed()));
    }

    /// Contest numbers by area.
    private record Kept(
            Map<Integer, Integer> councils,
            Map<Integer, Integer> parliaments,
            Map<String, Integer> experts) {
        boolean any(Place place) {
            return councils.containsKey(place.area())
                    || parliaments.containsKey(place.county())
                    || experts.containsKey(place.province());
        }
    }

    private Kept keep(Map<String, List<Place>> provinces, Map<Integer, Integer> people) {
        int max = options.contests() == 0 ? Integer.MAX_VALUE : options.contests();
        Comparator<Place> byPeople =
                Comparator.comparingInt(place -> -people.getOrDefault(place.area(), 0));
        List<Place> largest = iran.places().stream().sorted(byPeople).toList();
        Kept kept = new Kept(new HashMap<>(), new HashMap<>(), new HashMap<>());
        council(largest.getFirst(), people, kept);
        provinces.forEach((province, places) -> {
            if (contests.all().size() < max && hasExperts(province)) {
                kept.experts().put(province, contests.experts(areaOf(province)));
            }
        });
        provinces.forEach((province, places) -> {
            if (contests.all().size() < max) {
                int county = places.stream().min(byPeople).orElseThrow().county();
                kept.parliaments().put(county, contests.parliament(county));
            }
        });
        int left = max - contests.all().size();
        largest.stream().skip(1).limit(left).forEach(place -> council(place, people, kept));
        return kept;
    }

    private void council(Place place, Map<Integer, Integer> people, Kept kept) {
        int here = people.getOrDefault(place.area(), 0);
        kept.councils().put(place.area(), contests.council(place, here));
    }

    private int areaOf(String province) {
        return iran.areas().stream()
                .filter(area -> area.code().equals(province))
                .mapToInt(Area::index)
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasExperts(String province) {
        int number = Integer.parseInt(province.substring(province.indexOf('-') + 1));
        return number % 2 == 0 || PROVINCE_BRANCHES.containsKey(province);
    }

    private static int people(Place place, RandomGenerator random) {
        if (place.kind() == AreaKind.RURAL_DISTRICT) {
            return random.nextInt(1_500, 12_000);
        }
        return place.regions() > 0
                ? place.regions() * PEOPLE_PER_REGION
                : random.nextInt(4_000, 90_000);
    }

    /// First over the provinces, then in each over its places by people.
    private int[] branches(
            List<Place> places, Map<String, List<Place>> provinces, Map<Integer, Integer> people) {
        List<String> codes = List.copyOf(provinces.keySet());
        int[] weights = new int[codes.size()];
        int known = PROVINCE_BRANCHES.values().stream().mapToInt(n -> n).sum();
        int placesOfOthers = codes.stream()
                .filter(province -> !PROVINCE_BRANCHES.containsKey(province))
                .mapToInt(
                        province -> provinces.getOrDefault(province, List.of()).size())
                .sum();
        int placesElsewhere = Math.max(placesOfOthers, PLACES_WITHOUT_KNOWN);
        for (int i = 0; i < weights.length; i++) {
            int count = provinces.getOrDefault(codes.get(i), List.of()).size();
            weights[i] = PROVINCE_BRANCHES.getOrDefault(
                    codes.get(i), (COUNTRY_BRANCHES - known) * count / placesElsewhere);
            boolean used = places.stream().anyMatch(hasProvince(codes.get(i)));
            weights[i] = used ? weights[i] : 0;
        }
        int all = options.branches() > 0
                ? options.branches()
                : code.equals(IranAreas.COUNTRY) ? COUNTRY_BRANCHES : weights[0];
        int[] shares = Shares.of(all, weights);
        int[] branches = new int[places.size()];
        for (int i = 0; i < codes.size(); i++) {
            spread(shares[i], codes.get(i), places, people, branches);
        }
        return branches;
    }

    private static Predicate<Place> hasProvince(String province) {
        return place -> place.province().equals(province);
    }

    private static void spread(
            int total,
            String province,
            List<Place> places,
            Map<Integer, Integer> people,
            int[] branches) {
        int[] weights = new int[places.size()];
        for (int i = 0; i < weights.length; i++) {
            Place place = places.get(i);
            weights[i] =
                    place.province().equals(province) ? people.getOrDefault(place.area(), 0) : 0;
        }
        if (total > 0) {
            int[] shares = Shares.of(total, weights);
            for (int i = 0; i < shares.length; i++) {
                branches[i] += shares[i];
            }
        }
    }

    private List<Branch> branches(Kept kept) {
        RandomGenerator random = new SplittableRandom(~options.seed());
        List<Branch> all = new ArrayList<>();
        for (Site site : sites) {
            List<Integer> numbers = new ArrayList<>();
            if (site.council() > 0) {
                numbers.add(site.council());
            }
            Integer parliament = kept.parliaments().get(site.place().county());
            if (parliament != null) {
                numbers.add(parliament);
            }
            Integer experts = kept.experts().get(site.place().province());
            if (experts != null) {
                numbers.add(experts);
            }
            List<Integer> sorted = numbers.stream().sorted().toList();
            for (int i = 0; i < site.branches(); i++) {
                all.add(branch(all.size(), site, sorted, random));
            }
        }
        return all;
    }

    private static Branch branch(
            int index, Site site, List<Integer> contests, RandomGenerator random) {
        boolean mobile = (index + 1) % MOBILE_EVERY == 0;
        int mean = site.people() / site.branches() * 3 / 4;
        int eligible = mean * random.nextInt(60, 140) / 100;
        return new Branch(
                index,
                index + 1,
                site.place().area(),
                mobile ? BranchKind.MOBILE : BranchKind.FIXED,
                mobile ? 0 : Math.clamp(eligible, ELIGIBLE_MIN, ELIGIBLE_MAX),
                contests,
                List.of());
    }

    private Definition.Header header() {
        Text of = iran.areas()
                .get(code.equals(IranAreas.COUNTRY) ? 0 : areaOf(code))
                .name();
        return new Definition.Header(
                "rehearsal-" + code.toLowerCase(Locale.ROOT),
                Phase.REHEARSAL,
                1,
                new Text(
                        "انتخابات " + of.fa() + " (تمرینی؛ نتایج ساختگی)",
                        of.en() == null
                                ? null
                                : "Election in " + of.en() + " (rehearsal; invented results)"),
                POLLS_CLOSE,
                Release.OPEN,
                Officers.decisions());
    }
}
