package org.shomar.aggregator.command;

import org.shomar.aggregator.election.rehearsal.Import;
import org.shomar.aggregator.verify.Ed25519;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Turns a real result into a rehearsal: election.json, keys/, packets.cborseq"
                + " and expected.json. Exit 1 when the file is faulty.")
final class ElectionImportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RESULTS.csv",
            description = "columns county, precinct, office, district, party, candidate, and votes")
    private Path results;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to write")
    private Path out;

    @Option(
            names = "--votes",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns of votes to add up, default total_votes or votes")
    private List<String> votes = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "for keys and order, default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(results)) {
            throw StopException.usage("there is no file " + results);
        }
        String file = results.getFileName().toString();
        String name = file.replaceFirst("\\.csv$", "");
        Import.Options options = new Import.Options(name, votes, seed);
        return switch (Import.read(Files.newInputStream(results), options, Ed25519.fastest())) {
            case Import.Imported.Ready ready -> {
                RehearsalOutput.write(ready.rehearsal(), out);
                yield Exit.OK;
            }
            case Import.Imported.Faulty faulty -> {
                Definitions.print(results, faulty.faults(), System.err);
                yield Exit.NO;
            }
        };
    }
}
