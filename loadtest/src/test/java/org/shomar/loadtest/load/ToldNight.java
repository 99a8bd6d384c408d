package org.shomar.loadtest.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A run that is over: what was sent and answered, and the pages that an honest server shows
/// of it. Tests change one of these into a lie. Written apart from [Sums].
final class ToldNight {
    static final int COUNT = 160;
    private static final Mix MIX = Mix.parse("duplicates=10%,amendments=20%,forged=5%");

    final Roll roll;
    final Work work;
    final Book book = new Book(0);
    final TestLog log;
    final Map<String, JsonObject> pages = new TreeMap<>();
    private final int lost;
    private final Map<Integer, Integer> latest = new HashMap<>();

    /// @param lost a packet that is acknowledged and in no page; -1 for none
    private ToldNight(Roll roll, int lost, UnaryOperator<String> receipts) {
        this.roll = roll;
        this.lost = lost;
        int pairs = roll.pairs().size();
        Script script = new Script(4, MIX, pairs, COUNT);
        Stock stock = Stock.make(
                4, script, roll, Collections.nCopies(pairs, Pair.Standing.NONE), false, made -> {});
        this.work = new Work(script, stock, new Journal(new long[COUNT]), pairs);
        this.log = new TestLog("shomar/" + roll.definition().election(), 1);
        send();
        acknowledge(receipts);
        publish();
    }

    static ToldNight honest(Roll roll) {
        return new ToldNight(roll, -1, receipt -> receipt);
    }

    /// @param receipts what becomes of each receipt before it is handed out
    static ToldNight withReceipts(Roll roll, UnaryOperator<String> receipts) {
        return new ToldNight(roll, -1, receipts);
    }

    /// The last packet that was acknowledged is gone.
    static ToldNight withoutTheLast(Roll roll) {
        return new ToldNight(roll, honest(roll).lastStored(), receipt -> receipt);
    }

    private void send() {
        log.add("the definition".getBytes(StandardCharsets.UTF_8));
        for (int n = 0; n < COUNT; n++) {
            Kind kind = work.script().kind(n);
            if (kind.counts()) {
                work.journal().answer(n, 201, log.add(work.stock().message(n)), 0);
                if (n != lost) {
                    latest.put(work.script().pair(n), n);
                }
            } else if (kind == Kind.DUPLICATE) {
                int first = work.script().repeated(n);
                work.journal().answer(n, 200, work.journal().seq(first), 0);
            } else {
                work.journal().answer(n, 403, 0, 0);
            }
        }
    }

    private void acknowledge(UnaryOperator<String> receipts) {
        for (int n = 0; n < COUNT; n++) {
            if (work.journal().stored(n)) {
                long seq = work.journal().seq(n);
                String receipt = receipts.apply(log.escapedReceipt(seq));
                byte[] answer = ("{\"status\":201,\"seq\":" + seq
                                + (receipt.isEmpty() ? "" : ",\"receipt\":\"" + receipt + '"')
                                + "}\n")
                        .getBytes(StandardCharsets.UTF_8);
                Bytes body = new Bytes();
                body.append(answer, 0, answer.length);
                int packet = n;
                Reply.lines(body, reply -> {
                    book.acked(work.journal().status(packet) == 201, 0, 0, 0);
                    book.receipt(packet, reply);
                });
            }
        }
    }

    int firstStored() {
        return latest.values().stream().min(Integer::compare).orElseThrow();
    }

    int lastStored() {
        return latest.values().stream().max(Integer::compare).orElseThrow();
    }

    int firstDuplicate() {
        int n = 0;
        while (work.script().kind(n) != Kind.DUPLICATE) {
            n++;
        }
        return n;
    }

    Survey before() {
        return new Survey(Collections.nCopies(roll.pairs().size(), Pair.Standing.NONE), Map.of());
    }

    private void publish() {
        pages.put("/v1/election", new JsonObject().put("logKey", log.vkey()));
        long last = 1;
        for (Contest contest : roll.definition().contests()) {
            long seq = 0;
            long entries = 0;
            for (int n = 0; n < COUNT; n++) {
                boolean own = roll.pairs().get(work.script().pair(n)).contest().equals(contest);
                if (own && work.script().kind(n).counts()) {
                    seq = work.journal().seq(n);
                    entries += n == lost ? 0 : 1;
                }
            }
            last = Math.max(last, seq);
            branches(contest, seq);
            for (Area area : roll.definition().areas()) {
                if (under(contest, area.index()).isEmpty() || !isWithin(area, contest.area())) {
                    continue;
                }
                JsonObject result = figures(contest, area.index())
                        .put("contest", contest.contest())
                        .put("seq", seq)
                        .put("contestSeq", entries);
                JsonArray below = new JsonArray();
                for (Area child : roll.definition().areas()) {
                    if (child.parent() == area.index()
                            && !under(contest, child.index()).isEmpty()) {
                        below.add(figures(contest, child.index()));
                    }
                }
                result.put("areas", below);
                String path = "/v1/contests/" + contest.contest();
                pages.put(path + "/areas/" + area.code(), result);
                if (area.index() == contest.area()) {
                    pages.put(path, result.copy());
                }
            }
        }
        progress(last);
    }

    private void branches(Contest contest, long seq) {
        JsonArray rows = new JsonArray();
        for (Pair pair : under(contest, contest.area())) {
            JsonObject row = new JsonObject()
                    .put("branch", pair.branch().branch())
                    .put("area", code(pair.branch().area()))
                    .put("state", "none");
            Integer n = latest.get(pair.index());
            if (n != null) {
                SignedPacket packet = Pair.read(work.stock().message(n));
                row.put("state", "counted")
                        .put("revision", packet.packet().revision())
                        .put("packet", packet.id().toString())
                        .put("seq", work.journal().seq(n));
            }
            rows.add(row);
        }
        pages.put(
                "/v1/contests/" + contest.contest() + "/branches",
                new JsonObject().put("seq", seq).put("branches", rows));
    }

    private void progress(long seq) {
        JsonArray rows = new JsonArray();
        for (Area area : roll.definition().areas()) {
            int expected = 0;
            int reported = 0;
            for (Contest contest : roll.definition().contests()) {
                List<Pair> pairs = under(contest, area.index());
                expected += pairs.size();
                reported += (int) pairs.stream()
                        .filter(pair -> latest.containsKey(pair.index()))
                        .count();
            }
            rows.add(new JsonObject()
                    .put("area", area.code())
                    .put("expected", expected)
                    .put("reported", reported)
                    .put("held", 0)
                    .put("annulled", 0));
        }
        pages.put("/v1/progress", new JsonObject().put("seq", seq).put("areas", rows));
    }

    private JsonObject figures(Contest contest, int area) {
        List<Pair> pairs = under(contest, area);
        long[] votes = new long[contest.candidates().size()];
        long[] lists = new long[contest.lists().size()];
        long[] sums = new long[5];
        int reported = 0;
        for (Pair pair : pairs) {
            Integer n = latest.get(pair.index());
            if (n != null) {
                ResultPacket packet = Pair.read(work.stock().message(n)).packet();
                Ballots ballots = packet.ballots();
                reported++;
                sums[0] += pair.branch().eligible();
                sums[1] += ballots.issued();
                sums[2] += ballots.cast();
                sums[3] += ballots.blank();
                sums[4] += ballots.invalid();
                for (int i = 0; i < votes.length; i++) {
                    votes[i] += packet.votes().get(i);
                }
                for (int i = 0; i < lists.length && packet.listVotes() != null; i++) {
                    lists[i] += packet.listVotes().get(i);
                }
            }
        }
        return new JsonObject()
                .put("area", code(area))
                .put(
                        "branches",
                        new JsonObject()
                                .put("expected", pairs.size())
                                .put("reported", reported)
                                .put("held", 0)
                                .put("annulled", 0))
                .put(
                        "ballots",
                        new JsonObject()
                                .put("eligible", sums[0])
                                .put("issued", sums[1])
                                .put("cast", sums[2])
                                .put("blank", sums[3])
                                .put("invalid", sums[4]))
                .put("votes", array(votes))
                .put("listVotes", array(lists));
    }

    private static JsonArray array(long[] numbers) {
        JsonArray array = new JsonArray();
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private List<Pair> under(Contest contest, int area) {
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : roll.pairs()) {
            Area own = roll.definition().areas().get(pair.branch().area());
            if (pair.contest().equals(contest) && isWithin(own, area)) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private boolean isWithin(Area area, int wanted) {
        Definition definition = roll.definition();
        int at = area.index();
        while (at != wanted && at != Area.NO_PARENT) {
            at = definition.areas().get(at).parent();
        }
        return at == wanted;
    }

    private String code(int area) {
        return roll.definition().areas().get(area).code();
    }

    JsonObject page(String path) {
        JsonObject page = pages.get(path);
        if (page == null) {
            throw new IllegalArgumentException("no page " + path + " among " + pages.keySet());
        }
        return page;
    }

    /// The row of the branch that sent a packet.
    JsonObject row(int n) {
        Pair pair = roll.pairs().get(work.script().pair(n));
        JsonArray rows = rows(pair.contest().contest());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.getJsonObject(i).getInteger("branch") == pair.branch().branch()) {
                return rows.getJsonObject(i);
            }
        }
        throw new IllegalArgumentException("no row");
    }

    JsonArray rows(int contest) {
        return page("/v1/contests/" + contest + "/branches").getJsonArray("branches");
    }

    /// A contest that has areas two below its own, such as a province's.
    String deepPath() {
        for (Contest contest : roll.definition().contests()) {
            for (Area area : roll.definition().areas()) {
                String path = "/v1/contests/" + contest.contest() + "/areas/" + area.code();
                boolean isChild = area.parent() == contest.area();
                if (area.index() != contest.area() && !isChild && pages.containsKey(path)) {
                    return path;
                }
            }
        }
        throw new IllegalArgumentException("the night has no deep area");
    }

    /// Of the contest with areas below, its page.
    String pathWithAreas() {
        return deepPath().replaceFirst("/areas/.*", "");
    }
}
