package org.shomar.loadtest.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Electorate;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.ResultPacket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Totals as the generator adds them up from what it knows was stored; nothing of the server's
/// code is used.
final class Sums {
    private final Definition definition;
    private final Map<Place, Sum> sums = new HashMap<>();
    private final Map<Integer, Progress> progress = new HashMap<>();

    /// @param area its index in the definition
    private record Place(int contest, int area) {}

    private record Progress(int expected, int reported) {}

    private static final class Sum {
        private int expected;
        private int reported;
        private final long[] ballots = new long[5];
        private final long[] votes;
        private final long[] listVotes;

        Sum(Contest contest) {
            votes = new long[contest.candidates().size()];
            listVotes = new long[contest.lists().size()];
        }
    }

    Sums(Definition definition) {
        this.definition = definition;
        for (Contest contest : definition.contests()) {
            Electorate electorate = definition.electorate(contest);
            sum(contest, contest.area());
            for (int branch = 0; branch < electorate.branchCount(); branch++) {
                for (int area = electorate.branch(branch).area();
                        area != Area.NO_PARENT;
                        area = definition.areas().get(area).parent()) {
                    sum(contest, area).expected++;
                    progress.merge(area, new Progress(1, 0), Sums::plus);
                }
            }
        }
    }

    private static Progress plus(Progress a, Progress b) {
        return new Progress(a.expected() + b.expected(), a.reported() + b.reported());
    }

    private Sum sum(Contest contest, int area) {
        return sums.computeIfAbsent(new Place(contest.contest(), area), place -> new Sum(contest));
    }

    /// Adds the revision of a branch that is in the totals.
    void add(Pair pair, ResultPacket packet) {
        for (int area = pair.branch().area();
                area != Area.NO_PARENT;
                area = definition.areas().get(area).parent()) {
            Sum sum = sum(pair.contest(), area);
            Ballots ballots = packet.ballots();
            sum.reported++;
            sum.ballots[0] += pair.branch().eligible();
            sum.ballots[1] += ballots.issued();
            sum.ballots[2] += ballots.cast();
            sum.ballots[3] += ballots.blank();
            sum.ballots[4] += ballots.invalid();
            add(sum.votes, packet.votes());
            Counts lists = packet.listVotes();
            if (lists != null) {
                add(sum.listVotes, lists);
            }
            progress.merge(area, new Progress(0, 1), Sums::plus);
        }
    }

    private static void add(long[] sums, Counts counts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += counts.get(i);
        }
    }

    /// Areas of a contest below its own, at any depth, in definition order.
    List<Integer> areasBelow(Contest contest) {
        Electorate electorate = definition.electorate(contest);
        return IntStream.range(0, electorate.areaCount())
                .map(electorate::areaIndex)
                .filter(area -> area != contest.area())
                .boxed()
                .toList();
    }

    /// Whether a result of the public plane says these totals, and those of each area directly
    /// below that has branches of the contest, in definition order.
    boolean equal(Contest contest, int area, JsonObject result) {
        JsonArray below = result.getJsonArray("areas", new JsonArray());
        List<Integer> children = areasBelow(contest).stream()
                .filter(child -> definition.areas().get(child).parent() == area)
                .toList();
        return same(contest, area, result)
                && below.size() == children.size()
                && IntStream.range(0, children.size())
                        .allMatch(i -> same(contest, children.get(i), below.getJsonObject(i)));
    }

    private boolean same(Contest contest, int area, JsonObject shown) {
        return definition.areas().get(area).code().equals(shown.getString("area"))
                && figures(contest, area).equals(figuresIn(shown));
    }

    /// In one line, for who looks for the difference.
    String figures(Contest contest, int area) {
        Sum sum = sum(contest, area);
        return sum.expected + " " + sum.reported + " 0 0 " + text(sum.ballots) + text(sum.votes)
                + text(sum.listVotes);
    }

    private static String text(long[] numbers) {
        return new JsonArray(LongStream.of(numbers).boxed().toList()).encode();
    }

    /// The same of a result; what is missing in it is `null`.
    static String figuresIn(JsonObject result) {
        JsonObject branches = result.getJsonObject("branches", new JsonObject());
        JsonObject ballots = result.getJsonObject("ballots", new JsonObject());
        JsonArray counted = new JsonArray();
        for (String name : List.of("eligible", "issued", "cast", "blank", "invalid")) {
            counted.add(ballots.getValue(name));
        }
        return branches.getValue("expected") + " " + branches.getValue("reported") + " "
                + branches.getValue("held") + " " + branches.getValue("annulled") + " "
                + counted.encode() + result.getValue("votes") + result.getValue("listVotes");
    }

    /// How many areas of the definition `/v1/progress` says what was added here of; a row too
    /// many takes one off.
    int equalAreas(JsonObject shown) {
        JsonArray rows = shown.getJsonArray("areas", new JsonArray());
        Map<String, JsonObject> byCode = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byCode.put(rows.getJsonObject(i).getString("area", ""), rows.getJsonObject(i));
        }
        int equal = 0;
        for (Area area : definition.areas()) {
            JsonObject row = byCode.getOrDefault(area.code(), new JsonObject());
            Progress own = progress.getOrDefault(area.index(), new Progress(0, 0));
            boolean same = Objects.equals(row.getInteger("expected"), own.expected())
                    && Objects.equals(row.getInteger("reported"), own.reported())
                    && Objects.equals(row.getInteger("held"), 0)
                    && Objects.equals(row.getInteger("annulled"), 0);
            equal += same ? 1 : 0;
        }
        return equal - Math.max(0, rows.size() - definition.areas().size());
    }
}
