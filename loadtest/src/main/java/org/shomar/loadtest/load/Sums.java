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
import java.util.Map;
import java.util.Objects;
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

    /// Whether a result of the public plane, with the areas below, says these totals.
    boolean equal(Contest contest, JsonObject result) {
        if (!figures(contest, contest.area()).equals(figuresIn(result))) {
            return false;
        }
        JsonArray below = result.getJsonArray("areas");
        for (int i = 0; i < below.size(); i++) {
            JsonObject child = below.getJsonObject(i);
            int area = definition.area(child.getString("area")).orElseThrow().index();
            if (!figures(contest, area).equals(figuresIn(child))) {
                return false;
            }
        }
        return true;
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

    static String figuresIn(JsonObject result) {
        JsonObject branches = result.getJsonObject("branches");
        JsonObject ballots = result.getJsonObject("ballots");
        JsonArray counted = new JsonArray()
                .add(ballots.getLong("eligible"))
                .add(ballots.getLong("issued"))
                .add(ballots.getLong("cast"))
                .add(ballots.getLong("blank"))
                .add(ballots.getLong("invalid"));
        return branches.getInteger("expected") + " " + branches.getInteger("reported") + " "
                + branches.getInteger("held") + " " + branches.getInteger("annulled") + " "
                + counted.encode() + result.getJsonArray("votes").encode()
                + result.getJsonArray("listVotes").encode();
    }

    /// How many areas of `/v1/progress` say what was added here.
    int equalAreas(JsonObject shown) {
        JsonArray areas = shown.getJsonArray("areas");
        int equal = 0;
        for (int i = 0; i < areas.size(); i++) {
            JsonObject row = areas.getJsonObject(i);
            Area area = definition.area(row.getString("area")).orElseThrow();
            Progress own = progress.getOrDefault(area.index(), new Progress(0, 0));
            boolean same = Objects.equals(row.getInteger("expected"), own.expected())
                    && Objects.equals(row.getInteger("reported"), own.reported())
                    && row.getInteger("held") == 0
                    && row.getInteger("annulled") == 0;
            equal += same ? 1 : 0;
        }
        return equal;
    }
}
