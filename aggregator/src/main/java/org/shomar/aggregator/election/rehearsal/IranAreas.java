package org.shomar.aggregator.election.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Iran's administrative divisions as areas: country, province, county, district, and in it
/// cities and rural districts.
///
/// An area's code is `IR-` and the official code (`amar_code`) with its leading zeros: 2
/// digits for a province (`IR-08` Kerman), 4 for a county, 6 for a district, 10 for a city
/// or rural district.
final class IranAreas {
    static final String COUNTRY = "IR";

    private static final String REGION_OF_A_CITY = "2";

    private final List<Area> areas = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final Map<String, Integer> regions = new HashMap<>();
    private final String province;

    /// Where people vote: a city or a rural district.
    ///
    /// @param area     index of its area
    /// @param province code of its province
    /// @param county   index of its county's area
    /// @param regions  municipal regions, 0 for all but large cities
    record Place(int area, String name, AreaKind kind, String province, int county, int regions) {}

    private IranAreas(String province) {
        this.province = province;
    }

    /// @param province code such as `IR-08`, or `IR` for the whole country; the result has no
    ///     provinces when there is none of that code
    static IranAreas load(String province) {
        IranAreas iran = new IranAreas(province);
        iran.read();
        return iran;
    }

    /// In tree order, parents before children, level by level.
    List<Area> areas() {
        return List.copyOf(areas);
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    private void read() {
        areas.add(
                new Area(0, COUNTRY, AreaKind.COUNTRY, Area.NO_PARENT, new Text("ایران", "Iran")));
        Map<String, String> english = new HashMap<>();
        rows("ostan-en").forEach(row -> english.put(row.get("amar_code"), row.get("en")));
        Map<String, Integer> provinces = new HashMap<>();
        for (CSVRecord row : rows("ostan")) {
            String code = code(row, 2);
            if (province.equals(COUNTRY) || province.equals(code)) {
                Text name = new Text(row.get("name"), english.get(row.get("amar_code")));
                provinces.put(row.get("id"), add(code, AreaKind.PROVINCE, 0, name));
            }
        }
        Map<String, Integer> counties =
                level("shahrestan", "شهرستان ", AreaKind.COUNTY, 4, provinces, "ostan");
        Map<String, Integer> districts =
                level("bakhsh", "بخش ", AreaKind.DISTRICT, 6, counties, "shahrestan");
        for (CSVRecord row : rows("shahr")) {
            if (row.get("shahr_type").equals(REGION_OF_A_CITY)) {
                regions.merge(cityOfRegion(row), 1, Integer::sum);
            }
        }
        leaves("shahr", "", AreaKind.CITY, districts, counties);
        leaves("dehestan", "دهستان ", AreaKind.RURAL_DISTRICT, districts, counties);
    }

    private Map<String, Integer> level(
            String file,
            String title,
            AreaKind kind,
            int digits,
            Map<String, Integer> parents,
            String parentColumn) {
        Map<String, Integer> level = new HashMap<>();
        for (CSVRecord row : rows(file)) {
            Integer parent = parents.get(row.get(parentColumn));
            if (parent != null) {
                Text name = new Text(title + row.get("name"), null);
                level.put(row.get("id"), add(code(row, digits), kind, parent, name));
            }
        }
        return level;
    }

    private void leaves(
            String file,
            String title,
            AreaKind kind,
            Map<String, Integer> districts,
            Map<String, Integer> counties) {
        for (CSVRecord row : rows(file)) {
            Integer district = districts.get(row.get("bakhsh"));
            Integer county = counties.get(row.get("shahrestan"));
            boolean region =
                    kind == AreaKind.CITY && row.get("shahr_type").equals(REGION_OF_A_CITY);
            if (district == null || county == null || region) {
                continue;
            }
            String name = row.get("name");
            int area = add(code(row, 10), kind, district, new Text(title + name, null));
            String provinceCode = areas.get(areas.get(county).parent()).code();
            int regionsHere = kind == AreaKind.CITY
                    ? regions.getOrDefault(row.get("shahrestan") + " " + name, 0)
                    : 0;
            places.add(new Place(area, name, kind, provinceCode, county, regionsHere));
        }
    }

    private int add(String code, AreaKind kind, int parent, Text name) {
        int index = areas.size();
        areas.add(new Area(index, code, kind, parent, name));
        return index;
    }

    /// A region is called as its city with a number behind.
    private static String cityOfRegion(CSVRecord row) {
        return row.get("shahrestan") + " " + row.get("name").replaceAll(" *[0-9]+-?$", "");
    }

    private static String code(CSVRecord row, int digits) {
        String code = row.get("amar_code");
        return COUNTRY + "-" + "0".repeat(digits - code.length()) + code;
    }

    private static List<CSVRecord> rows(String file) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        InputStream in = IranAreas.class.getResourceAsStream("iran/" + file + ".csv");
        try (InputStreamReader reader = new InputStreamReader(Objects.requireNonNull(in), UTF_8);
                CSVParser parser = format.parse(reader)) {
            return parser.getRecords();
        } catch (IOException broken) {
            throw new UncheckedIOException("a resource of this program cannot be read", broken);
        }
    }
}
