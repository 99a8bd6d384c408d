package org.shomar.aggregator.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Fault;
import org.shomar.aggregator.election.Loaded;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Loads a definition and says all that is wrong with it; exit 1 if anything is.")
final class ElectionCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "election.json; - is standard input")
    private Path file;

    @Option(names = "--json", description = "the findings as one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        return switch (Definitions.load(file)) {
            case Loaded.Sound sound -> {
                System.out.println(
                        json
                                ? describe(sound.definition()).encode()
                                : sentence(sound.definition()));
                yield Exit.OK;
            }
            case Loaded.Faulty faulty -> {
                if (json) {
                    System.out.println(describe(faulty.faults()).encode());
                } else {
                    Definitions.print(file, faulty.faults(), System.out);
                }
                yield Exit.NO;
            }
        };
    }

    private static String sentence(Definition definition) {
        return definition.election() + ": " + definition.areas().size() + " areas, "
                + definition.contests().size() + " contests, "
                + definition.branches().size() + " branches; definition " + definition.hash();
    }

    private static JsonObject describe(Definition definition) {
        return new JsonObject()
                .put("sound", true)
                .put("election", definition.election())
                .put("definition", definition.hash().toString())
                .put("areas", definition.areas().size())
                .put("contests", definition.contests().size())
                .put("branches", definition.branches().size());
    }

    private static JsonObject describe(List<Fault> faults) {
        JsonArray array = new JsonArray();
        for (Fault fault : faults) {
            array.add(new JsonObject()
                    .put("line", fault.line())
                    .put("path", fault.path())
                    .put("text", fault.text()));
        }
        return new JsonObject().put("sound", false).put("faults", array);
    }
}
