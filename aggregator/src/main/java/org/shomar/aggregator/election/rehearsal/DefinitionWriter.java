package org.shomar.aggregator.election.rehearsal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;

import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Candidate;
import org.shomar.aggregator.election.CandidateList;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.DecisionAction;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.election.Text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Writes a definition file: one area, contest, branch and officer a line.
final class DefinitionWriter {
    private final Plan plan;
    private final Seeds seeds;
    private final Signing signing;
    private final JsonGenerator json;

    private DefinitionWriter(Plan plan, Seeds seeds, Signing signing, JsonGenerator json) {
        this.plan = plan;
        this.seeds = seeds;
        this.signing = signing;
        this.json = json;
    }

    static byte[] write(Plan plan, Seeds seeds, Signing signing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
            new DefinitionWriter(plan, seeds, signing, json).write();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return out.toByteArray();
    }

    private void write() throws IOException {
        json.writeStartObject();
        header(plan.header());
        elements("areas", plan.areas(), this::area);
        elements("contests", plan.contests(), this::contest);
        branches();
        elements("officers", List.copyOf(plan.officers().keySet()), this::officer);
        decisions();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void header(Definition.Header header) throws IOException {
        json.writeNumberField("shomar", 1);
        json.writeStringField("election", header.election());
        json.writeStringField("phase", header.phase().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("round", header.round());
        name(header.name());
        json.writeStringField(
                "pollsClose", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(header.pollsClose()));
        json.writeStringField("release", header.release().word());
    }

    private void area(Area area) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", area.code());
        json.writeStringField("kind", area.kind().word());
        if (area.parent() != Area.NO_PARENT) {
            json.writeStringField("parent", plan.areas().get(area.parent()).code());
        }
        name(area.name());
        json.writeEndObject();
    }

    private void contest(Contest contest) throws IOException {
        json.writeStartObject();
        json.writeNumberField("contest", contest.contest());
        json.writeStringField("kind", contest.kind().word());
        json.writeStringField("area", plan.areas().get(contest.area()).code());
        name(contest.name());
        json.writeStringField("method", contest.method());
        if (contest.threshold() != null) {
            json.writeStringField("threshold", contest.threshold());
        }
        json.writeNumberField("seats", contest.seats());
        json.writeNumberField("alternates", contest.alternates());
        json.writeNumberField("maxChoices", contest.maxChoices());
        json.writeNumberField("signers", contest.signers());
        json.writeArrayFieldStart("lists");
        for (CandidateList list : contest.lists()) {
            json.writeStartObject();
            json.writeNumberField("list", list.list());
            name(list.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("candidates");
        for (Candidate candidate : contest.candidates()) {
            json.writeStartObject();
            json.writeNumberField("code", candidate.code());
            name(candidate.name());
            if (candidate.list() != Candidate.NO_LIST) {
                json.writeNumberField("list", candidate.list());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// Making public keys is most of the work, so they are made on all cores.
    private void branches() throws IOException {
        List<Branch> branches = plan.branches();
        String[] keys = IntStream.range(0, branches.size())
                .parallel()
                .mapToObj(i -> base64(seeds.branch(branches.get(i).branch())))
                .toArray(String[]::new);
        elements("branches", branches, branch -> branch(branch, keys[branch.index()]));
    }

    private void branch(Branch branch, String key) throws IOException {
        json.writeStartObject();
        json.writeNumberField("branch", branch.branch());
        json.writeStringField("area", plan.areas().get(branch.area()).code());
        json.writeStringField("kind", branch.kind().word());
        json.writeNumberField("eligible", branch.eligible());
        json.writeArrayFieldStart("contests");
        for (int contest : branch.contests()) {
            json.writeNumber(contest);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("keys");
        json.writeStartObject();
        json.writeStringField("role", Seeds.ROLE);
        json.writeStringField("key", key);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void officer(String officer) throws IOException {
        json.writeStartObject();
        json.writeStringField("officer", officer);
        json.writeStringField("role", plan.officers().get(officer));
        json.writeStringField("key", base64(seeds.officer(officer)));
        json.writeEndObject();
    }

    private void decisions() throws IOException {
        json.writeObjectFieldStart("decisions");
        for (Map.Entry<DecisionAction, Map<String, Integer>> entry :
                plan.header().decisions().entrySet()) {
            json.writeObjectFieldStart(entry.getKey().word());
            for (Map.Entry<String, Integer> role : entry.getValue().entrySet()) {
                json.writeNumberField(role.getKey(), role.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void name(Text name) throws IOException {
        json.writeObjectFieldStart("name");
        if (name.fa() != null) {
            json.writeStringField("fa", name.fa());
        }
        if (name.en() != null) {
            json.writeStringField("en", name.en());
        }
        json.writeEndObject();
    }

    private String base64(byte[] seed) {
        return Base64.getEncoder().encodeToString(signing.publicKey(seed));
    }

    private interface ElementWriter<T> {
        void write(T element) throws IOException;
    }

    private <T> void elements(String name, List<T> elements, ElementWriter<T> writer)
            throws IOException {
        json.writeRaw('\n');
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            json.writeRaw('\n');
            writer.write(element);
        }
        json.writeEndArray();
    }
}
