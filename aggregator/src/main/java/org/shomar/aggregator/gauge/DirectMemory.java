package org.shomar.aggregator.gauge;

import com.sun.management.HotSpotDiagnosticMXBean;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import java.lang.management.ManagementFactory;

/// `jvm_buffer_memory_max_bytes`: what all direct buffers may take together, beside
/// Micrometer's `jvm_buffer_memory_used_bytes` of the same label. The log's hashes are direct
/// buffers; one more than this and the ledger stops.
///
/// Source: the JVM's option `MaxDirectMemorySize`; 0, as when nobody gave it, means the
/// largest heap.
final class DirectMemory implements MeterBinder {
    private static final String OPTION = "MaxDirectMemorySize";

    @Override
    public void bindTo(MeterRegistry registry) {
        long max = maxBytes();
        Gauge.builder("jvm.buffer.memory.max", () -> max)
                .tag("id", "direct")
                .baseUnit(BaseUnits.BYTES)
                .description("what all direct buffers may take together")
                .register(registry);
    }

    private static long maxBytes() {
        long given =
                Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .getVMOption(OPTION)
                        .getValue());
        return given == 0 ? Runtime.getRuntime().maxMemory() : given;
    }
}
