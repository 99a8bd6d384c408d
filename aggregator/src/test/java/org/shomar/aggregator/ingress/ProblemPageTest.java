package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: every problem's page says in both languages what to do, and can run nothing.
/// Method: the whole table of problems.
class ProblemPageTest {
    @ParameterizedTest
    @EnumSource(Problem.class)
    void saysWhatToDoPersianFirst(Problem problem) {
        String page = ProblemPage.of(problem.code()).orElseThrow();
        assertThat(page)
                .startsWith("<!doctype html>\n<html lang=\"fa\" dir=\"rtl\">")
                .doesNotContain("<script", "http://", "https://")
                .containsSubsequence(
                        ProblemPage.escaped(problem.title().fa()),
                        ProblemPage.escaped(problem.advice().fa()),
                        ProblemPage.escaped(problem.title().en()),
                        ProblemPage.escaped(problem.advice().en()))
                .contains(problem.code(), Integer.toString(problem.status()));
    }

    @Test
    void knowsNoOtherCode() {
        assertThat(ProblemPage.of("<script>")).isEmpty();
        assertThat(ProblemPage.of("")).isEmpty();
    }

    @Test
    void escapesWhatHtmlWouldRead() {
        assertThat(ProblemPage.escaped("<a b=\"c\" d='e'>&amp;"))
                .isEqualTo("&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    }
}
