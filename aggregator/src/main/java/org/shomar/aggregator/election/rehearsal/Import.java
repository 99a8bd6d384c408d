package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Fault;
import org.shomar.aggregator.election.Faults;
import org.shomar.aggregator.election.Signing;

import java.io.InputStream;
import java.util.List;

/// Makes a [Rehearsal] of a real result.
///
/// A contest is an (office, district), a branch a (county, precinct), both numbered in the
/// order in which the file names them first, as are the candidates of a contest. A branch
/// takes part in the contests that it has lines for, all-zero ones too. Lines of the same
/// branch, contest and candidate are added up. What the file does not know is set so that
/// no hold rule applies: cast = issued = the sum of the votes, nothing blank or invalid, as
/// many eligible as the largest of these sums in the branch (at least 1).
///
/// The areas are one root for the whole file and its counties; a contest belongs to the one
/// county of its branches, or to the root.
public final class Import {
    private Import() {}

    /// @param name        of the result, such as the file's name without its ending;
    ///                    becomes the name of the election. A date in it (`2024-11-05`)
    ///                    becomes its day.
    /// @param voteColumns columns to add up; empty for `total_votes` or `votes`
    public record Options(String name, List<String> voteColumns, long seed) {}

    /// The answer.
    public sealed interface Imported {
        record Ready(Rehearsal rehearsal) implements Imported {}

        /// @param faults each with the line of the CSV file and, as path, the column
        record Faulty(List<Fault> faults) implements Imported {}
    }

    /// Reads the stream to its end and closes it. An error in reading is a fault as well.
    public static Imported read(InputStream csv, Options options, Signing signing) {
        Faults faults = new Faults();
        List<Row> rows = ResultsCsv.read(csv, options.voteColumns(), faults);
        if (faults.isEmpty() && rows.isEmpty()) {
            faults.add(1, "", "the file has no results");
        }
        Returns returns = Returns.of(rows, faults);
        if (!faults.isEmpty()) {
            return new Imported.Faulty(faults.inFileOrder());
        }
        Plan plan = new ImportPlan(options.name(), returns).plan();
        return new Imported.Ready(new Rehearsal(plan, options.seed(), signing));
    }
}
