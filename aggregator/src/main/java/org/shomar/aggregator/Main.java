package org.shomar.aggregator;

import org.shomar.aggregator.command.ShomarCommand;

/// Where the process starts.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(ShomarCommand.run(arguments));
    }
}
