package org.shomar.aggregator.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "packet",
        mixinStandardHelpOptions = true,
        description = "Makes, reads and sends result packets, and shows their receipts.",
        subcommands = {
            PacketSignCommand.class,
            PacketShowCommand.class,
            PacketSendCommand.class,
            PacketReceiptCommand.class
        })
final class PacketCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "sign, show, send or receipt?");
    }
}
