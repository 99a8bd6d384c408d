package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.Signing;

/// Invents a rehearsal election on Iran's real areas; results and candidates are plainly
/// artificial.
///
/// - A council contest for each city and each rural district that has branches, with seats
///   by an invented population. In cities of several municipal regions there are lists, and
///   the count is proportional.
/// - A mid-term parliament contest in each province, in the county of its largest city.
/// - A mid-term Assembly of Experts contest in Tehran, Kerman and every second province.
///
/// So a branch has one to three contests. Every fourth branch is `mobile`. Packets of all
/// branches are counted; none is held.
public final class Generate {
    public static final int BRANCHES_MAX = 1_000_000;

    private Generate() {}

    /// @param province area code such as `IR-08` or official code such as `8` or `08`
    ///                 (Kerman); `IR` for the whole country
    /// @param branches how many; 0 for as many as there are: 60,000 in the country, about
    ///                 2,400 in Kerman, about 6,700 in Tehran
    /// @param contests at most so many are kept, of the order: the council of the largest
    ///                 city, Assembly of Experts, parliament, the other councils by
    ///                 population; 0 for all. Branches stand only where a contest is kept.
    public record Options(String province, int branches, int contests, long seed) {
        public static final String WHOLE_COUNTRY = IranAreas.COUNTRY;
    }

    /// The answer.
    public sealed interface Generated {
        record Ready(Rehearsal rehearsal) implements Generated {}

        /// @param reason in one English line
        record Unusable(String reason) implements Generated {}
    }

    public static Generated rehearsal(Options options, Signing signing) {
        String code = areaCode(options.province());
        IranAreas iran = IranAreas.load(code);
        if (iran.places().isEmpty()) {
            return new Generated.Unusable("no province has the code " + options.province()
                    + "; codes are IR-00 to IR-30, such as IR-08 for Kerman");
        }
        if (options.branches() < 0 || options.branches() > BRANCHES_MAX) {
            return new Generated.Unusable("from 1 to " + BRANCHES_MAX + " branches are possible");
        }
        if (options.contests() < 0) {
            return new Generated.Unusable("at least one contest is needed");
        }
        Plan plan = new InventedPlan(iran, code, options).plan();
        return new Generated.Ready(new Rehearsal(plan, options.seed(), signing));
    }

    private static String areaCode(String written) {
        if (!written.matches("[0-9]{1,2}")) {
            return written;
        }
        return IranAreas.COUNTRY + "-" + (written.length() == 1 ? "0" : "") + written;
    }
}
