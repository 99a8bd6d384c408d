package org.shomar.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.command.ShomarCommand;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/// Runs one command line in this process, as a script would hear it.
final class Shell {
    private Shell() {}

    record Result(int exit, String output, String errors) {}

    static Result run(String... arguments) {
        PrintStream output = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        System.setOut(new PrintStream(heard, true, UTF_8));
        System.setErr(new PrintStream(complaints, true, UTF_8));
        try {
            int exit = ShomarCommand.run(arguments);
            System.out.flush();
            System.err.flush();
            return new Result(exit, heard.toString(UTF_8), complaints.toString(UTF_8));
        } finally {
            System.setOut(output);
            System.setErr(errors);
        }
    }
}
