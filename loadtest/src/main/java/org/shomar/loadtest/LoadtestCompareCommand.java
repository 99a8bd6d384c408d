package org.shomar.loadtest;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.report.Reports;
import org.shomar.loadtest.report.RunComparison;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `./shomar loadtest compare`.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Sets two runs side by side; exit 1 when the second is worse in a figure, or"
                + " when the two are no evidence against each other.")
final class LoadtestCompareCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_NO = 1;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "folder of the run that is the measure")
    private Path a;

    @Parameters(index = "1", paramLabel = "B", description = "folder of the run that is measured")
    private Path b;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "writes compare.html and compare.txt here")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        RunComparison comparison = RunComparison.of(
                new RunComparison.Run(a.toString(), Reports.read(a)),
                new RunComparison.Run(b.toString(), Reports.read(b)));
        Path folder = out;
        if (folder != null) {
            Reports.write(comparison, folder);
        }
        System.out.print(comparison.text());
        return switch (comparison.outcome()) {
            case SAME, BETTER -> EXIT_OK;
            case WORSE, MIXED, NO_EVIDENCE -> EXIT_NO;
        };
    }
}
