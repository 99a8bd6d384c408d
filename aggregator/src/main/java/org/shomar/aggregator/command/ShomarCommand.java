package org.shomar.aggregator.command;

import org.shomar.aggregator.ledger.LedgerRefusedException;
import org.shomar.aggregator.proof.LogRefusedException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

@Command(
        name = "shomar",
        description = "Adds up an election while it is being counted.",
        mixinStandardHelpOptions = true,
        version = "shomar 0.1.0",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            ElectionCommand.class,
            PacketCommand.class,
            VerifyCommand.class,
            WitnessCommand.class
        })
public final class ShomarCommand implements Runnable {
    /// Commands of the module `loadtest`, which this one does not depend on.
    private static final String[] LOADTEST_COMMANDS = {
        "org.shomar.loadtest.ReplayCommand", "org.shomar.loadtest.LoadtestCommand"
    };

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /// Runs one command line and gives its exit code.
    public static int run(String... arguments) {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        CommandLine line = new CommandLine(ShomarCommand.class);
        for (String command : LOADTEST_COMMANDS) {
            addIfPresent(line, command);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, failed, parsed) -> explain(e))
                .execute(arguments);
    }

    private static void addIfPresent(CommandLine line, String command) {
        try {
            line.addSubcommand(Class.forName(command).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            // the server was packaged without its load generator
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(command + " cannot be made", e);
        }
    }

    private static boolean isRefusal(Throwable fault) {
        return fault instanceof StopException
                || fault instanceof LedgerRefusedException
                || fault instanceof LogRefusedException;
    }

    private static int explain(Exception e) {
        Throwable cause = e;
        for (Throwable inner = e; inner != null; inner = inner.getCause()) {
            if (isRefusal(inner)) {
                cause = inner;
            }
        }
        boolean expected = isRefusal(cause)
                || cause instanceof IllegalArgumentException
                || cause instanceof java.io.IOException;
        if (expected) {
            System.err.println("shomar: " + cause.getMessage());
        } else {
            cause.printStackTrace();
        }
        return cause instanceof StopException stop ? stop.exit() : Exit.USAGE;
    }
}
