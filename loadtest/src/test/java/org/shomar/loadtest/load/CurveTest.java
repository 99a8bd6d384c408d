package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Goal: two runs of one curve are known to be alike, wherever its file lies.
///
/// Method: curves written differently, and a different one.
class CurveTest {
    @Test
    void aCurveIsKnownByWhatItAsksFor() {
        String content = content("0 100", "60 1200", "90 0");
        assertThat(content).matches("90 s, sha256 [0-9a-f]{16}");
        assertThat(content("# a night", "0, 100 # begins", "60.0 1200", "", "90 0"))
                .isEqualTo(content);
        assertThat(content("0 100", "60 1201", "90 0")).isNotEqualTo(content);
    }

    private static String content(String... lines) {
        return Curve.content(Curve.points(List.of(lines), "file"));
    }
}
