package sluice.readmodel;

import java.time.Duration;
import javax.sql.DataSource;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast the journal grows, whichever nodes write it: the numbers that its sequence gave out since the last look. Says how busy
 * the cluster is with what it is there for, and nothing of what its read side does.
 */
final class JournalGrowth {

    private static final Logger log = LoggerFactory.getLogger(JournalGrowth.class);

    private final Jdbi jdbi;
    private volatile double rowsPerSecond;
    private long last = -1;
    private long lastNanos;

    private JournalGrowth(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Looks from now on until the system ends. */
    static JournalGrowth watch(ActorSystem<?> system, DataSource database, Duration interval) {
        var growth = new JournalGrowth(Jdbi.create(database));
        Cancellable unused = system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ZERO,
                        interval,
                        growth::look,
                        system.dispatchers().lookup(DispatcherSelector.blocking()));
        return growth;
    }

    double rowsPerSecond() {
        return rowsPerSecond;
    }

    private void look() {
        try {
            long now = jdbi.withHandle(handle -> handle.createQuery("select last_value from event_journal_ordering_seq")
                    .mapTo(Long.class)
                    .one());
            take(now, System.nanoTime());
        } catch (RuntimeException failed) {
            // The tails fail for the same reason, and say so.
            log.debug("The growth of the journal could not be measured", failed);
        }
    }

    private synchronized void take(long value, long nowNanos) {
        if (last >= 0 && nowNanos > lastNanos) {
            rowsPerSecond = Math.max(0, value - last) * 1e9 / (nowNanos - lastNanos);
        }
        last = value;
        lastNanos = nowNanos;
    }
}
