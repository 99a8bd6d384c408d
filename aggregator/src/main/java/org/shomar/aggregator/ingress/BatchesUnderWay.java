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
/// Of what was declared and has not come, `UNREAD_BYTES_MAX` count at most: a length is easily
/// written, and a large batch must get in beside others.
///
/// Packets sent one a request do not count and are not refused here. A connection has one
/// of them under way, of 64 KiB at most and mostly of half a kilobyte, so connections bound
/// them; and whoever sends batches must not be able to shut out the branches.
final class BatchesUnderWay {
    /// No length was declared.
    static final long LENGTH_UNKNOWN = -1;

    /// Some 2,300 packets of 450 bytes: batches of an ordinary size count whole.
    static final int UNREAD_BYTES_MAX = 1 << 20;

    private final AtomicLong bytes = new AtomicLong();
    private final long bytesMax;

    BatchesUnderWay(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Bytes counted now. Above `bytesMax` by what was let in and counts more now: batches
    /// that declared more than `UNREAD_BYTES_MAX` or nothing, or were alone, or came late.
    long bytes() {
        return bytes.get();
    }

    /// Lets a batch in, or not when the bound is reached.
    ///
    /// @param length bytes declared; or `LENGTH_UNKNOWN`, then each counts when it was read
    Optional<Share> admit(long length) {
        long unread = Math.min(UNREAD_BYTES_MAX, Math.max(0, length));
        long before = bytes.getAndUpdate(now -> fits(now, unread) ? now + unread : now);
        return fits(before, unread) ? Optional.of(new Share(length, unread)) : Optional.empty();
    }

    private boolean fits(long now, long more) {
        return now == 0 || now + Math.max(1, more) <= bytesMax;
    }

    /// What one batch counts.
    ///
    /// What was answered counts on until it is `UNREAD_BYTES_MAX`, or all: an account of each
    /// message would say little more, since the answers of an ordinary batch come within one
    /// or two commits. Of a batch that is late nothing counts that was answered or did not
    /// come, so that a slow line keeps others out for a while only.
    ///
    /// For the event loop of its request.
    final class Share {
        private long unread;
        private long inHand;
        private long counted;
        private boolean late;
        private boolean released;

        private Share(long length, long counted) {
            this.unread = Math.max(0, length);
            this.counted = counted;
        }

        /// More came.
        ///
        /// @param more     bytes of the request
        /// @param messages what the messages that are whole with them count
        void read(int more, int messages) {
            unread = Math.max(0, unread - more);
            inHand += messages;
            count();
        }

        /// Messages that count so much were answered.
        void answered(int messages) {
            inHand -= messages;
            count();
        }

        /// The time is over in which an ordinary batch is done.
        void late() {
            late = true;
            count();
        }

        /// Counts nothing from now on, whatever else is said; may be said often.
        void release() {
            if (!released) {
                add(-counted);
                released = true;
            }
        }

        private void count() {
            if (released) {
                return;
            }
            long now = inHand + (late ? 0 : Math.min(UNREAD_BYTES_MAX, unread));
            if (now > counted || counted - now >= (late ? 1 : UNREAD_BYTES_MAX)) {
                add(now - counted);
            }
        }

        private void add(long more) {
            bytes.addAndGet(more);
            counted += more;
        }
    }
}
