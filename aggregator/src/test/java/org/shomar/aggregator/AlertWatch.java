package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.TestInfo;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a test sees of the alerts that it [Fires].
final class AlertWatch implements AutoCloseable {
    /// They tell of the disk that the test runs on, too.
    static final Set<String> OF_THE_DISK =
            Set.of("ShomarDiskLow", "ShomarDiskFull", "ShomarDiskFilling");

    private final Prometheus prometheus;
    private final Set<String> due;
    private final Set<String> seen = new TreeSet<>();

    private AlertWatch(Prometheus prometheus, Set<String> due) {
        this.prometheus = prometheus;
        this.due = due;
    }

    static AlertWatch of(Prometheus prometheus, TestInfo test) {
        Fires fires = test.getTestMethod().orElseThrow().getAnnotation(Fires.class);
        return new AlertWatch(prometheus, Set.of(fires.value()));
    }

    /// Each of these fires at some time from now on.
    void expectFiring(String... alerts) {
        Set<String> missing = new TreeSet<>(List.of(alerts));
        prometheus.await(missing, () -> {
            missing.removeAll(prometheus.firing());
            return missing.isEmpty();
        });
        seen.addAll(List.of(alerts));
    }

    /// None of these fires any longer.
    void expectOver(String... alerts) {
        prometheus.await(String.join(", ", alerts) + " over", () -> Stream.of(alerts)
                .noneMatch(prometheus.firing()::contains));
    }

    /// Nothing fires any longer, whatever it is.
    void expectAllOver() {
        prometheus.await("all over", () -> prometheus.firing().isEmpty());
    }

    /// Nothing fires now but what was seen before.
    ///
    /// @param except what may, and need not
    void expectNothingElse(Set<String> except) {
        assertThat(prometheus.firing())
                .as("while all is well")
                .filteredOn(alert -> !except.contains(alert))
                .containsExactlyInAnyOrderElementsOf(seen);
    }

    /// Fails unless the test has seen each alert that it says it fires.
    @Override
    public void close() {
        assertThat(seen).as("alerts that fired").containsExactlyInAnyOrderElementsOf(due);
    }
}
