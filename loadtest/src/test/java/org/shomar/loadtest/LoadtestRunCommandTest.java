package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.loadtest.report.RunReport;

import picocli.CommandLine;

/// Goal: what starts a run learns from its exit code what the report says, so that figures
/// of a generator that could not keep up do not pass for the server's; and no option that
/// was given is without effect.
///
/// Method: a table of verdicts; a command line that would be half ignored.
class LoadtestRunCommandTest {
    @Test
    void aNumberOfPacketsIsNotIgnoredInAnOpenModel() {
        LoadtestRunCommand command = new LoadtestRunCommand();
        new CommandLine(command)
                .parseArgs(
                        "--to=https://127.0.0.1:8443",
                        "--public=http://127.0.0.1:8080",
                        "--packets=5",
                        "night");
        assertThatThrownBy(command::call).hasMessageContaining("--packets goes with --closed");
    }

    @ParameterizedTest
    @CsvSource({
        "--to=https://127.0.0.1:8443, --topics=spread, --topics goes with --readers",
        "--to=http://127.0.0.1:8080, --resume-tls, --resume-tls goes with an https address",
    })
    void anOptionWithoutEffectIsAnError(String to, String option, String problem) {
        LoadtestRunCommand command = new LoadtestRunCommand();
        new CommandLine(command).parseArgs(to, option, "--public=http://127.0.0.1:8080", "night");
        assertThatThrownBy(command::call).hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"PASSED, 0", "FAILED, 1", "UNFIT, 2"})
    void theExitCodeSaysTheVerdictOfTheReport(RunReport.Verdict verdict, int exit) {
        assertThat(LoadtestRunCommand.exit(verdict)).isEqualTo(exit);
    }
}
