package org.shomar.aggregator.command;

/// What a command tells the shell.
public final class Exit {
    public static final int OK = 0;
    public static final int NO = 1;
    public static final int USAGE = 2;

    private Exit() {}
}
