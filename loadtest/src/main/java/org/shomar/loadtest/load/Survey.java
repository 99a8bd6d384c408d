package org.shomar.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Contest;
import org.shomar.loadtest.report.Plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the server holds before a run, so that the run goes on from there.
///
/// @param standing        of each pair
/// @param contestSeqs     entries of each contest, by its number
record Survey(List<Pair.Standing> standing, Map<Integer, Long> contestSeqs) {
    Survey {
        standing = List.copyOf(standing);
        contestSeqs = Map.copyOf(contestSeqs);
    }

    /// Asks the public plane, and the ingress for packets that are not those of the folder.
    ///
    /// @throws IOException also when the server has another election
    static Survey take(Roll roll, Plane reading, Plane ingest) throws IOException {
        JsonObject election = Waiting.on(reading.json("/v1/election"));
        String hash = roll.definition().hash().toString();
        if (!hash.equals(election.getString("definition"))) {
            throw new IllegalArgumentException(
                    "the server runs another election: its definition is "
                            + election.getString("definition") + ", the folder's " + hash
                            + "; start it with the folder's election.json");
        }
        Map<Long, Integer> places = new HashMap<>();
        for (Pair pair : roll.pairs()) {
            places.put(key(pair.contest().contest(), pair.branch().branch()), pair.index());
        }
        List<Future<Pair.Standing>> standing = new ArrayList<>();
        roll.pairs().forEach(pair -> standing.add(Future.succeededFuture(Pair.Standing.NONE)));
        Map<Integer, Long> contestSeqs = new HashMap<>();
        for (Contest contest : roll.definition().contests()) {
            String path = "/v1/contests/" + contest.contest();
            long contestSeq = Waiting.on(reading.json(path)).getLong("contestSeq");
            contestSeqs.put(contest.contest(), contestSeq);
            if (contestSeq > 0) {
                JsonArray branches =
                        Waiting.on(reading.json(path + "/branches")).getJsonArray("branches");
                for (int i = 0; i < branches.size(); i++) {
                    JsonObject row = branches.getJsonObject(i);
                    Integer place = places.get(key(contest.contest(), row.getInteger("branch")));
                    if (place != null && !row.getString("state").equals("none")) {
                        standing.set(place, held(roll.pairs().get(place), row, ingest));
                    }
                }
            }
        }
        return new Survey(
                Waiting.on(Future.all(standing).map(all -> all.<Pair.Standing>list())),
                contestSeqs);
    }

    /// A plan with what the load met: another election, or another ledger, is another run.
    Plan noted(Plan plan, Roll roll) {
        return plan.with("definition", roll.definition().hash().toString())
                .with("pairs", Integer.toString(roll.pairs().size()))
                .with(
                        Plan.LEDGER_BEFORE,
                        Long.toString(contestSeqs.values().stream()
                                .mapToLong(Long::longValue)
                                .sum()));
    }

    private static long key(int contest, int branch) {
        return (long) contest << 32 | branch;
    }

    private static Future<Pair.Standing> held(Pair pair, JsonObject row, Plane ingest) {
        if (!row.getString("state").equals("counted")) {
            return Future.failedFuture(new IOException("branch " + pair.branch().branch()
                    + " is " + row.getString("state") + " in contest "
                    + pair.contest().contest()
                    + "; the load test needs a server where nothing is held or annulled, so start"
                    + " one with an empty --data"));
        }
        String id = row.getString("packet");
        return id.equals(pair.first().id().toString())
                ? Future.succeededFuture(new Pair.Standing(pair.first()))
                : ingest.get("/v1/packets/" + id)
                        .map(bytes -> new Pair.Standing(Pair.read(bytes.getBytes())));
    }
}
