package org.shomar.aggregator.election.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.shomar.aggregator.election.Faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a file of results by precinct: a header line, then a line for each candidate and
/// precinct.
///
/// Columns `county`, `precinct`, `office`, `district`, `party`, `candidate` and those of
/// votes, in any order and any case; further columns are ignored. Texts are stripped and
/// put into Unicode normal form C.
final class ResultsCsv {
    private static final List<String> TEXTS =
            List.of("county", "precinct", "office", "district", "party", "candidate");
    private static final List<String> MAY_BE_EMPTY = List.of("district", "party");
    private static final List<String> VOTES_DEFAULTS = List.of("total_votes", "votes");

    private final Faults faults;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private List<String> voteColumns;

    private ResultsCsv(List<String> voteColumns, Faults faults) {
        this.voteColumns = voteColumns.stream().map(ResultsCsv::columnName).toList();
        this.faults = faults;
    }

    /// @param voteColumns to be added up; empty for `total_votes` or `votes`, whichever is
    ///                    there
    /// @return the rows without faults
    static List<Row> read(InputStream csv, List<String> voteColumns, Faults faults) {
        ResultsCsv results = new ResultsCsv(voteColumns, faults);
        results.read(csv);
        return results.rows;
    }

    private void read(InputStream csv) {
        int line = 1;
        try (InputStreamReader reader = new InputStreamReader(csv, UTF_8.newDecoder());
                CSVParser parser = CSVFormat.DEFAULT.parse(reader)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                faults.add(1, "", "the file is empty; a header line is expected");
                return;
            }
            if (!header(records.next())) {
                return;
            }
            line = 1 + (int) parser.getCurrentLineNumber();
            while (records.hasNext()) {
                row(line, records.next());
                line = 1 + (int) parser.getCurrentLineNumber();
            }
        } catch (IOException | UncheckedIOException broken) {
            faults.add(line, "", "cannot be read as CSV in UTF-8: " + broken.getMessage());
        }
    }

    private boolean header(CSVRecord header) {
        boolean sound = true;
        for (int i = 0; i < header.size(); i++) {
            String column = columnName(header.get(i).replace("\uFEFF", ""));
            if (columns.putIfAbsent(column, i) != null) {
                faults.add(1, column, "this column stands twice in the header");
                sound = false;
            }
        }
        if (voteColumns.isEmpty()) {
            voteColumns = VOTES_DEFAULTS.stream()
                    .filter(columns::containsKey)
                    .findFirst()
                    .map(List::of)
                    .orElse(List.of("total_votes"));
        }
        List<String> wanted = new ArrayList<>(TEXTS);
        wanted.addAll(voteColumns);
        for (String column : wanted) {
            if (!columns.containsKey(column)) {
                faults.add(
                        1,
                        column,
                        "the header has no such column; it has "
                                + String.join(", ", header.toList()));
                sound = false;
            }
        }
        return sound;
    }

    private void row(int line, CSVRecord row) {
        if (row.size() != columns.size()) {
            faults.add(
                    line,
                    "",
                    row.size() + " values in this line, " + columns.size() + " in the header");
            return;
        }
        boolean sound = true;
        for (String column : TEXTS) {
            if (text(row, column).isEmpty() && !MAY_BE_EMPTY.contains(column)) {
                faults.add(line, column, "this value is empty");
                sound = false;
            }
        }
        long votes = 0;
        for (String column : voteColumns) {
            String text = text(row, column);
            if (!text.matches("[0-9]{1,10}")) {
                faults.add(line, column, "a number of votes is expected, not \"" + text + "\"");
                sound = false;
            } else {
                votes += Long.parseLong(text);
            }
        }
        if (votes > Integer.MAX_VALUE) {
            faults.add(line, voteColumns.getFirst(), "more votes than a packet holds");
        } else if (sound) {
            rows.add(new Row(
                    line,
                    text(row, "county"),
                    text(row, "precinct"),
                    text(row, "office"),
                    text(row, "district"),
                    text(row, "party"),
                    text(row, "candidate"),
                    (int) votes));
        }
    }

    private String text(CSVRecord row, String column) {
        String text = row.get(columns.getOrDefault(column, -1)).strip();
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String columnName(String written) {
        return written.strip().toLowerCase(Locale.ROOT);
    }
}
