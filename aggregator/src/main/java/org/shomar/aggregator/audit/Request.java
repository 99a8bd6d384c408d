package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;

import java.util.ArrayList;
import java.util.List;

/// Something that the server shows of one contest.
sealed interface Request {
    Contest contest();

    String path();

    /// A result.
    ///
    /// @param place of the area in the contest's electorate
    record Result(Contest contest, int place, String path) implements Request {}

    /// Every branch with its latest revision.
    record Branches(Contest contest) implements Request {
        @Override
        public String path() {
            return "v1/contests/" + contest.contest() + "/branches";
        }
    }

    /// The result of each contest, without those of the areas below it.
    static List<Request> results(Definition definition) {
        List<Request> requests = new ArrayList<>();
        for (Contest contest : definition.contests()) {
            int place = definition.electorate(contest).areaPlace(contest.area());
            requests.add(new Result(contest, place, "v1/contests/" + contest.contest()));
        }
        return requests;
    }

    /// All that the server shows of every contest.
    static List<Request> all(Definition definition) {
        List<Request> requests = results(definition);
        for (Contest contest : definition.contests()) {
            Electorate electorate = definition.electorate(contest);
            for (int place = 0; place < electorate.areaCount(); place++) {
                String code =
                        definition.areas().get(electorate.areaIndex(place)).code();
                requests.add(new Result(
                        contest, place, "v1/contests/" + contest.contest() + "/areas/" + code));
            }
            requests.add(new Branches(contest));
        }
        return requests;
    }
}
