package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.loadtest.report.RunReport;

/// Goal: what starts a run learns from its exit code what the report says, so that figures of
/// a generator that could not keep up do not pass for the server's.
///
/// Method: a table of verdicts.
class LoadtestRunCommandTest {
    @ParameterizedTest
    @CsvSource({"PASSED, 0", "FAILED, 1", "UNFIT, 2"})
    void theExitCodeSaysTheVerdictOfTheReport(RunReport.Verdict verdict, int exit) {
        assertThat(LoadtestRunCommand.exit(verdict)).isEqualTo(exit);
    }
}
