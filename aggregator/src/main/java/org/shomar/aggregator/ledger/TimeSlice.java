package org.shomar.aggregator.ledger;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// How long Linux lets a process run at a time where others want the core as well. It gives
/// nobody more of the core; but who is content with short turns is let in sooner when it
/// wakes.
///
/// PostgreSQL on the server's own cores wakes some hundred times a second, works a few
/// milliseconds, and everyone waits for it. With the turns that all have (1.4 ms on two cores,
/// 2.8 on eight and more) it waited behind threads that check signatures, while another core
/// ran dry.
///
/// Linux can be asked for short turns since 6.12; before that, and elsewhere, nothing happens.
final class TimeSlice {
    private static final Logger LOG = LoggerFactory.getLogger(TimeSlice.class);

    /// Linux takes 100 µs to 100 ms.
    static final long SHORT_NANOS = 500_000;

    /// `struct sched_attr` as Linux had it first: size, policy, flags, nice, priority,
    /// runtime, deadline, period.
    private static final int ATTR_BYTES = 48;

    private static final int ATTR_RUNTIME = 24;

    /// Nobody's number of a system call.
    private static final int NO_CALL = -1;

    /// `sched_setattr(2)`; C libraries have a function for it only of late.
    private static final int SET_CALL =
            switch (System.getProperty("os.name") + " " + System.getProperty("os.arch")) {
                case "Linux amd64" -> 314;
                case "Linux aarch64" -> 274;
                default -> NO_CALL;
            };

    /// `sched_getattr(2)`.
    private static final int GET_CALL = SET_CALL == NO_CALL ? NO_CALL : SET_CALL + 1;

    private static final long FAILED = -1;

    private TimeSlice() {}

    /// Asks for short turns of a process and of those that it starts from now on. Never makes
    /// them longer. Where this is refused they stay as they are.
    static void shorten(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            boolean known = call(GET_CALL, pid, attr, ATTR_BYTES) != FAILED;
            if (!known || attr.get(JAVA_LONG, ATTR_RUNTIME) <= SHORT_NANOS) {
                return;
            }
            attr.set(JAVA_LONG, ATTR_RUNTIME, SHORT_NANOS);
            if (call(SET_CALL, pid, attr, 0) == FAILED) {
                LOG.info("Linux refused short time slices to process {}; left as they are", pid);
            }
        } catch (RuntimeException closed) { // a JVM that may not call into the system
            LOG.info("no short time slices for process {}", pid, closed);
        }
    }

    /// The turns of a process.
    ///
    /// @return nanoseconds; 0 when the system does not tell
    static long nanos(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            return call(GET_CALL, pid, attr, ATTR_BYTES) == FAILED
                    ? 0
                    : attr.get(JAVA_LONG, ATTR_RUNTIME);
        }
    }

    /// @param size of `attr` where the kernel writes to it, else 0
    @SuppressWarnings("restricted") // the one place that calls into the system itself
    private static long call(int number, long pid, MemorySegment attr, int size) {
        if (number == NO_CALL) {
            return FAILED;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                Linker.Option.firstVariadicArg(1));
        try {
            return (long) syscall.invokeExact((long) number, Math.toIntExact(pid), attr, size, 0);
        } catch (Throwable impossible) {
            throw new AssertionError("a system call throws nothing", impossible);
        }
    }
}
