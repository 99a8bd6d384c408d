package org.shomar.aggregator.gauge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `process_resident_memory_bytes`: what this process occupies of the machine's memory, heap
/// and all else, under the name that Prometheus' own client libraries use. Micrometer has no
/// such metric. The kernel is asked whenever `/metrics` is; the answer takes no disk.
///
/// Source: `VmRSS` in proc_pid_status(5), in units of 1,024 bytes. Where that cannot be read
/// at start there is no metric, rather than a 0 that looks like a good one.
final class ResidentMemory implements MeterBinder {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB$");
    private static final long UNIT_BYTES = 1_024;

    private final Path status;

    ResidentMemory() {
        this(STATUS);
    }

    /// @param status a file such as `/proc/self/status`, there or not
    ResidentMemory(Path status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!Double.isNaN(bytes())) {
            Gauge.builder("process.resident.memory", this::bytes)
                    .baseUnit(BaseUnits.BYTES)
                    .description("memory of the machine that this process occupies")
                    .register(registry);
        }
    }

    /// NaN when it cannot be known.
    private double bytes() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(status));
            return resident.find()
                    ? (double) Long.parseLong(resident.group(1)) * UNIT_BYTES
                    : Double.NaN;
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }
}
