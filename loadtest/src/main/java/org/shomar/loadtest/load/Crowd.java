package org.shomar.loadtest.load;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Who reads along.
///
/// @param readers   who read what comes at once
/// @param slow      further ones, who read a frame a second
/// @param topics    that each of them follows; `busiest` stands for the contest with the most
///                  branches, `spread` for another contest for each reader in turn
/// @param addresses source addresses to come from
public record Crowd(int readers, int slow, List<String> topics, int addresses) {
    public static final int READERS_MAX = 60_000;

    private static final String BUSIEST = "busiest";
    private static final String SPREAD = "spread";

    public Crowd {
        topics = List.copyOf(topics);
        if (readers < 0 || slow < 0 || readers + slow > READERS_MAX) {
            throw new IllegalArgumentException(
                    "--readers and --slow-readers must be 0.." + READERS_MAX + " together");
        }
        for (String topic : topics) {
            if (!topic.matches(
                    "busiest|spread|election|contest/[1-9][0-9]*(/area/[A-Za-z0-9-]+)?")) {
                throw new IllegalArgumentException("--topics knows busiest, spread, election,"
                        + " contest/N and contest/N/area/CODE, not " + topic);
            }
        }
    }

    /// Readers of a topic that the server does not have would look like readers whom it shows
    /// nothing.
    ///
    /// @throws IllegalArgumentException when the election has not one of the topics
    void check(Definition definition) {
        for (String topic : topics) {
            if (!has(definition, topic.split("/", -1))) {
                throw new IllegalArgumentException("the election has no topic " + topic
                        + "; its contests are "
                        + definition.contests().stream()
                                .map(contest -> Integer.toString(contest.contest()))
                                .collect(Collectors.joining(", "))
                        + ", and each has the areas whose branches take part in it");
            }
        }
    }

    /// @param topic `[contest, N]`, `[contest, N, area, CODE]`, or a word
    private static boolean has(Definition definition, String[] topic) {
        return topic.length == 1
                || definition.contests().stream()
                        .filter(contest -> topic[1].equals(Integer.toString(contest.contest())))
                        .anyMatch(contest -> topic.length == 2
                                || definition
                                        .area(topic[3])
                                        .filter(area -> definition
                                                        .electorate(contest)
                                                        .areaPlace(area.index())
                                                >= 0)
                                        .isPresent());
    }

    int size() {
        return readers + slow;
    }

    /// The topics of one reader, by their names on the wire.
    List<String> topics(int reader, Roll roll) {
        List<Contest> contests = roll.definition().contests();
        return topics.stream()
                .map(topic -> switch (topic) {
                    case BUSIEST -> "contest/" + busiest(roll);
                    case SPREAD ->
                        "contest/" + contests.get(reader % contests.size()).contest();
                    default -> topic;
                })
                .toList();
    }

    private static int busiest(Roll roll) {
        int[] pairs = new int[roll.definition().contests().size()];
        roll.pairs().forEach(pair -> pairs[pair.contest().index()]++);
        int most = Arrays.stream(pairs).max().orElse(0);
        return roll.definition().contests().stream()
                .filter(contest -> pairs[contest.index()] == most)
                .min(Comparator.comparingInt(Contest::index))
                .orElseThrow()
                .contest();
    }
}
