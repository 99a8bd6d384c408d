package org.shomar.loadtest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./shomar loadtest`: makes load, finds the most that is served, compares runs.
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        description = "Makes the load of an election night, measures, and audits every total.",
        subcommands = {
            LoadtestRunCommand.class,
            LoadtestFindMaxCommand.class,
            LoadtestCompareCommand.class
        })
public final class LoadtestCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /// Made by the command line, by name.
    public LoadtestCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "run, find-max or compare?");
    }
}
