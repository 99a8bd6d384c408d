package org.shomar.loadtest.load;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.report.Plan;

import java.nio.file.Path;
import java.util.List;

/// All that a run is asked to do.
///
/// @param reading where everybody reads
/// @param ops     where the server tells of itself; null: it is not asked
/// @param load    when packets are meant to be sent
/// @param slos    what must hold
/// @param lanes   event loops that send, and as many that read for readers
/// @param plan    the same in the words of the report
/// @param folder  on the disk that the environment is measured on
public record Order(
        Target target,
        Endpoint reading,
        @Nullable Endpoint ops,
        Ways ways,
        Load load,
        Mix mix,
        long seed,
        Crowd crowd,
        List<Slo> slos,
        int lanes,
        Plan plan,
        Path folder) {
    public static final int LANES_MAX = 16;

    public Order {
        slos = List.copyOf(slos);
        if (lanes < 1 || lanes > LANES_MAX || lanes > ways.connections()) {
            throw new IllegalArgumentException(
                    "--lanes must be 1.." + LANES_MAX + " and at most --connections, not " + lanes);
        }
    }

    /// When packets are meant to be sent.
    public sealed interface Load {
        /// Whatever is answered.
        record Open(Schedule schedule) implements Load {}

        /// As fast as answers come.
        ///
        /// @param packets at most
        record Closed(int packets, double warmUpSeconds, double seconds) implements Load {
            public Closed {
                if (packets < 1 || packets > Schedule.PACKETS_MAX) {
                    throw new IllegalArgumentException(
                            "--packets must be 1.." + Schedule.PACKETS_MAX + ", not " + packets);
                }
            }
        }

        default int packets() {
            return switch (this) {
                case Open open -> open.schedule().count();
                case Closed closed -> closed.packets();
            };
        }

        default long warmUpNanos() {
            return switch (this) {
                case Open open -> open.schedule().warmUpNanos();
                case Closed closed -> (long) (closed.warmUpSeconds() * 1e9);
            };
        }

        default long lengthNanos() {
            return switch (this) {
                case Open open -> open.schedule().lengthNanos();
                case Closed closed -> (long) ((closed.warmUpSeconds() + closed.seconds()) * 1e9);
            };
        }
    }
}
