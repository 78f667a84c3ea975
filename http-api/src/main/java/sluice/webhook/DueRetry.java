package sluice.webhook;

import java.time.Instant;
import java.util.Comparator;
import sluice.event.OutgoingEvent;

/**
 * A row of the table of retries, with its event.
 *
 * @param made how many attempts were made
 */
public record DueRetry(OutgoingEvent event, int made, Instant due) {

    /** The order in which they are read. */
    public record Key(Instant due, long position) implements Comparable<Key> {

        static final Key FIRST = new Key(Instant.EPOCH, Long.MIN_VALUE);

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::due).thenComparingLong(Key::position);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    public Key key() {
        return new Key(due, event.position());
    }
}
