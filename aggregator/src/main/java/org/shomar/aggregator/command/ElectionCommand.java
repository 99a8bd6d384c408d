package org.shomar.aggregator.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "election",
        mixinStandardHelpOptions = true,
        description = "Makes and checks election definitions.",
        subcommands = {
            ElectionImportCommand.class,
            ElectionGenerateCommand.class,
            ElectionCheckCommand.class
        })
final class ElectionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "import, generate or check?");
    }
}
