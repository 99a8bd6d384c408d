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
/// nobody more of the core; but who asks for short turns is let in sooner when it wakes.
///
/// PostgreSQL on the server's own cores wakes some hundred times a second, works a few
/// milliseconds, and everyone waits for it. Behind threads that check signatures, with the
/// turns of some 3 ms that Linux gives to all, it waited its turn while another core ran dry.
///
/// Linux asks for turns since 6.12; before that, and elsewhere, nothing happens.
final class TimeSlice {
    private static final Logger LOG = LoggerFactory.getLogger(TimeSlice.class);

    /// Linux takes 100 µs to 100 ms.
    static final long SHORT_NANOS = 500_000;

    /// `struct sched_attr` as Linux had it first: size, policy, flags, nice, priority,
    /// runtime, deadline, period.
    private static final int ATTR_BYTES = 48;

    private static final int ATTR_RUNTIME = 24;

    private static final long FAILED = -1;

    /// Nobody's number of a system call.
    private static final int NO_CALL = -1;

    private TimeSlice() {}

    /// Asks for short turns of a process and of those that it starts from now on. Whose
    /// request is refused keeps the turns it had.
    static void shorten(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            if (call(getCall(), pid, attr, ATTR_BYTES) == FAILED) {
                LOG.info("the time slice of process {} is not known; left as it is", pid);
                return;
            }
            attr.set(JAVA_LONG, ATTR_RUNTIME, SHORT_NANOS);
            if (call(setCall(), pid, attr, 0) == FAILED) {
                LOG.info("Linux refused shorter time slices to process {}; left as it is", pid);
            }
        }
    }

    /// The turns of a process.
    ///
    /// @return nanoseconds; 0 when the system does not tell
    static long nanos(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            return call(getCall(), pid, attr, ATTR_BYTES) == FAILED
                    ? 0
                    : attr.get(JAVA_LONG, ATTR_RUNTIME);
        }
    }

    /// `sched_setattr(2)`; the C library has no function for it.
    private static int setCall() {
        return switch (machine()) {
            case "Linux amd64" -> 314;
            case "Linux aarch64" -> 274;
            default -> NO_CALL;
        };
    }

    /// `sched_getattr(2)`.
    private static int getCall() {
        return setCall() == NO_CALL ? NO_CALL : setCall() + 1;
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
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
