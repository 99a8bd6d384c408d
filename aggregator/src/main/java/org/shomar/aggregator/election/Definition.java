package org.shomar.aggregator.election;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.Phase;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An election as its definition file says it. Only [DefinitionLoader] makes these from files.
public final class Definition {
    private final Header header;
    private final List<Area> areas;
    private final List<Contest> contests;
    private final List<Branch> branches;
    private final List<Officer> officers;
    private final byte[] file;
    private final Digest hash;

    private final Map<String, Area> areaByCode = new HashMap<>();
    private final Map<Integer, Contest> contestByNumber = new HashMap<>();
    private final Map<Integer, Branch> branchByNumber = new HashMap<>();
    private final List<Electorate> electorates;

    /// The members at the top of the file.
    ///
    /// @param election name of the election
    /// @param round    1, or 2 for a second round
    /// @param decisions for each action, how many officers of which role must sign; an action
    ///                  without an entry is never valid
    public record Header(
            String election,
            Phase phase,
            int round,
            Text name,
            OffsetDateTime pollsClose,
            Release release,
            Map<DecisionAction, Map<String, Integer>> decisions) {}

    /// @param file the bytes whose SHA-256 packets name
    public Definition(
            Header header,
            List<Area> areas,
            List<Contest> contests,
            List<Branch> branches,
            List<Officer> officers,
            byte[] file) {
        this.header = header;
        this.areas = List.copyOf(areas);
        this.contests = List.copyOf(contests);
        this.branches = List.copyOf(branches);
        this.officers = List.copyOf(officers);
        this.file = file.clone();
        this.hash = Digest.sha256(file);
        areas.forEach(area -> areaByCode.put(area.code(), area));
        contests.forEach(contest -> contestByNumber.put(contest.contest(), contest));
        branches.forEach(branch -> branchByNumber.put(branch.branch(), branch));
        this.electorates = Electorate.ofAll(this.areas, this.contests, this.branches);
    }

    public Header header() {
        return header;
    }

    public String election() {
        return header.election();
    }

    public Phase phase() {
        return header.phase();
    }

    /// SHA-256 of the file.
    public Digest hash() {
        return hash;
    }

    /// A copy of the file.
    public byte[] file() {
        return file.clone();
    }

    /// In file order; `areas().get(area.index())` is `area`.
    public List<Area> areas() {
        return areas;
    }

    public List<Contest> contests() {
        return contests;
    }

    public List<Branch> branches() {
        return branches;
    }

    public List<Officer> officers() {
        return officers;
    }

    public Optional<Area> area(String code) {
        return Optional.ofNullable(areaByCode.get(code));
    }

    public Optional<Contest> contest(int number) {
        return Optional.ofNullable(contestByNumber.get(number));
    }

    public Optional<Branch> branch(int number) {
        return Optional.ofNullable(branchByNumber.get(number));
    }

    /// Who takes part in a contest, and under which areas.
    public Electorate electorate(Contest contest) {
        return electorates.get(contest.index());
    }
}
