package org.shomar.aggregator.command;

import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.verify.Ed25519;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Invents a rehearsal election on Iran's real areas: election.json, keys/,"
                + " packets.cborseq and expected.json.")
final class ElectionGenerateCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to write")
    private Path out;

    @Option(
            names = "--province",
            paramLabel = "CODE",
            description =
                    "area code of a province, such as IR-08 for Kerman; default the whole country")
    private String province = Generate.Options.WHOLE_COUNTRY;

    @Option(
            names = "--branches",
            paramLabel = "N",
            description = "default 60,000, or the province's share")
    private int branches;

    @Option(names = "--contests", paramLabel = "N", description = "at most so many, default all")
    private int contests;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "another election, default ${DEFAULT-VALUE}")
    private long seed = 1405;

    @Override
    public Integer call() throws IOException {
        Generate.Options options = new Generate.Options(province, branches, contests, seed);
        return switch (Generate.rehearsal(options, Ed25519.fastest())) {
            case Generate.Generated.Ready ready -> {
                RehearsalOutput.write(ready.rehearsal(), out);
                yield Exit.OK;
            }
            case Generate.Generated.Unusable unusable ->
                throw StopException.usage(unusable.reason());
        };
    }
}
