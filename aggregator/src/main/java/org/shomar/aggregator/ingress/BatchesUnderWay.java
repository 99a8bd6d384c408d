package org.shomar.aggregator.ingress;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The bytes of the batches that were let in and are not answered, over all event loops.
///
/// Each byte is work to come, most of it the checking of signatures, and it waits where
/// nobody sees it: in socket buffers and behind other sockets. So a batch is refused at its
/// header when the bytes would be more than `bytesMax`. One is always let in when no other
/// has a byte under way, or one above the bound never were.
///
/// Packets sent one a request do not count and are not refused here. A connection has one
/// of them under way, of 64 KiB at most and mostly of half a kilobyte, so connections bound
/// them; and whoever sends batches must not be able to shut out the branches.
final class BatchesUnderWay {
    /// No length was declared.
    static final long LENGTH_UNKNOWN = -1;

    private final AtomicLong bytes = new AtomicLong();
    private final long bytesMax;

    BatchesUnderWay(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Bytes counted now. Above `bytesMax` by one batch that was alone, and by what batches
    /// of unknown length or on slow lines read after they were let in.
    long bytes() {
        return bytes.get();
    }

    /// Lets a batch in, or not when the bound is reached.
    ///
    /// @param length bytes declared, all counted from now on; or `LENGTH_UNKNOWN`, then each
    ///               counts when it was read
    Optional<Share> admit(long length) {
        long declared = Math.max(0, length);
        long before = bytes.getAndUpdate(now -> fits(now, declared) ? now + declared : now);
        return fits(before, declared) ? Optional.of(new Share(declared)) : Optional.empty();
    }

    private boolean fits(long now, long declared) {
        return now == 0 || now + Math.max(1, declared) <= bytesMax;
    }

    /// What one batch counts, whole until its answer is whole: an account of each message
    /// would say little more, since the answers of a batch come within one or two commits.
    ///
    /// For the event loop of its request.
    final class Share {
        private long counted;
        private long read;
        private boolean released;

        private Share(long declared) {
            counted = declared;
        }

        /// So many more bytes came.
        void read(int more) {
            read += more;
            if (read > counted) {
                count(read);
            }
        }

        /// What was declared and has not come counts no more, until it comes: the line is
        /// slow, and bytes that are not here are no work.
        void dropUnread() {
            count(read);
        }

        /// Counts nothing from now on, whatever else is said; may be said often.
        void release() {
            count(0);
            released = true;
        }

        private void count(long now) {
            if (!released) {
                bytes.addAndGet(now - counted);
                counted = now;
            }
        }
    }
}
