package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which topics there are, and which of them may be shown.
final class Topics {
    private static final Pattern NAME =
            Pattern.compile("contest/([1-9][0-9]{0,9})(?:/area/([A-Za-z0-9-]{1,64}))?");

    private final Definition definition;

    Topics(Definition definition) {
        this.definition = definition;
    }

    /// The topic of that name; empty when there is none.
    Optional<Topic> named(String name) {
        if (name.equals(Topic.ELECTION.name())) {
            return Optional.of(Topic.ELECTION);
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String code = parts.group(2);
        return contest(parts.group(1))
                .flatMap(contest -> code == null
                        ? place(name, contest, contest.area())
                        : definition
                                .area(code)
                                .flatMap(area -> place(name, contest, area.index())));
    }

    /// The contest of a number written as the contract writes it: no sign, no leading zero.
    Optional<Contest> contest(String digits) {
        long number = Long.parseLong(digits);
        return number > Integer.MAX_VALUE
                ? Optional.empty()
                : definition.contest(Math.toIntExact(number));
    }

    /// A gated contest is closed until officers publish it.
    boolean isPublished(Topic topic) {
        return topic.isElection() || definition.header().release() == Release.OPEN;
    }

    /// Whether no contest is closed: only then may entries be shown, as they hold any contest.
    boolean everythingIsPublished() {
        return definition.contests().stream().allMatch(contest -> isPublished(top(contest)));
    }

    private Topic top(Contest contest) {
        return place("contest/" + contest.contest(), contest, contest.area()).orElseThrow();
    }

    private Optional<Topic> place(String name, Contest contest, int area) {
        int place = definition.electorate(contest).areaPlace(area);
        return place < 0 ? Optional.empty() : Optional.of(new Topic(name, contest.index(), place));
    }
}
