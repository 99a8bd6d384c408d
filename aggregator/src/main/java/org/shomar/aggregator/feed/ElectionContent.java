package org.shomar.aggregator.feed;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Text;

import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a page needs to know of the election once: the definition without branches and
/// keys, its members named as in the definition file.
final class ElectionContent {
    private final Definition definition;
    private final String logKey;

    ElectionContent(Definition definition, String logKey) {
        this.definition = definition;
        this.logKey = logKey;
    }

    Content make() {
        Definition.Header header = definition.header();
        Map<String, Object> election = new LinkedHashMap<>();
        election.put("election", header.election());
        election.put("phase", header.phase().name().toLowerCase(Locale.ROOT));
        election.put("round", header.round());
        election.put("name", text(header.name()));
        election.put(
                "pollsClose", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(header.pollsClose()));
        election.put("release", header.release().word());
        election.put("areas", definition.areas().stream().map(this::area).toList());
        election.put(
                "contests", definition.contests().stream().map(this::contest).toList());
        election.put("branches", definition.branches().size());
        election.put("definition", definition.hash().toString());
        election.put("origin", "shomar/" + header.election());
        election.put("logKey", logKey);
        return Content.of(Content.JSON, JsonText.encode(election));
    }

    private Map<String, Object> area(Area area) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("code", area.code());
        members.put("kind", area.kind().word());
        if (area.parent() != Area.NO_PARENT) {
            members.put("parent", definition.areas().get(area.parent()).code());
        }
        members.put("name", text(area.name()));
        return members;
    }

    private Map<String, Object> contest(Contest contest) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("contest", contest.contest());
        members.put("kind", contest.kind().word());
        members.put("area", definition.areas().get(contest.area()).code());
        members.put("name", text(contest.name()));
        members.put("method", contest.method());
        if (contest.threshold() != null) {
            members.put("threshold", contest.threshold());
        }
        members.put("seats", contest.seats());
        members.put("alternates", contest.alternates());
        members.put("maxChoices", contest.maxChoices());
        members.put("signers", contest.signers());
        members.put("lists", lists(contest.lists()));
        members.put("candidates", candidates(contest.candidates()));
        return members;
    }

    private static List<Map<String, Object>> lists(List<CandidateList> lists) {
        return lists.stream()
                .map(list -> {
                    Map<String, Object> members = new LinkedHashMap<>();
                    members.put("list", list.list());
                    members.put("name", text(list.name()));
                    return members;
                })
                .toList();
    }

    private static List<Map<String, Object>> candidates(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> {
                    Map<String, Object> members = new LinkedHashMap<>();
                    members.put("code", candidate.code());
                    members.put("name", text(candidate.name()));
                    if (candidate.list() != Candidate.NO_LIST) {
                        members.put("list", candidate.list());
                    }
                    return members;
                })
                .toList();
    }

    private static Map<String, Object> text(Text text) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (text.fa() != null) {
            members.put("fa", text.fa());
        }
        if (text.en() != null) {
            members.put("en", text.en());
        }
        return members;
    }
}
