package sluice.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.Admission;

/**
 * How far a tail is behind, measured on this node: for how long committed rows have been waiting unread, those included that an
 * older transaction still open holds back. Where nothing is written there is no lag. Closes admission while it exceeds its
 * limit, and at once on a restored copy of the database, where the tail does not run.
 *
 * <p>Gauges: {@code sluice.tail.lag.seconds}, and {@code sluice.tail.xmin.age.seconds}: for how long the oldest running
 * transaction of the instance has been seen.
 */
public final class TailLag implements Admission {

    private static final Logger log = LoggerFactory.getLogger(TailLag.class);

    private static final String SQL = """
        select coalesce((select current_offset from pekko_projection_offset_store where projection_name = :tail), '0:0'),
               coalesce((select xact::text || ':' || ordering from event_journal
                         order by xact desc, ordering desc limit 1), '0:0'),
               pg_snapshot_xmin(snapshot)::text, pg_snapshot_xmax(snapshot)::text
        from pg_current_snapshot() snapshot
        """;

    private final String tail;
    private final Jdbi jdbi;
    private final Duration limit;
    private final Waiting rows = new Waiting();
    private @Nullable String restored;
    private long xmin;
    private long xminSinceNanos = System.nanoTime();
    private boolean xminRuns;

    private TailLag(String tail, Jdbi jdbi, Duration limit) {
        this.tail = tail;
        this.jdbi = jdbi;
        this.limit = limit;
    }

    /** Measures the lag of {@code model}'s tail from now on until the system ends. */
    public static TailLag watch(
            ActorSystem<?> system, DataSource database, TailModel model, TailSettings settings, MeterRegistry metrics) {
        var lag = new TailLag(model.name(), TailProjection.jdbi(database), settings.lagLimit());
        Gauge.builder("sluice.tail.lag.seconds", lag, it -> seconds(it.lag()))
                .tag("tail", model.name())
                .description("For how long committed rows of the journal have been waiting unread")
                .register(metrics);
        Gauge.builder("sluice.tail.xmin.age.seconds", lag, it -> seconds(it.xminAge()))
                .tag("tail", model.name())
                .description("For how long the oldest running transaction has been holding tails back")
                .register(metrics);
        Cancellable unused = system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ZERO,
                        settings.sampleInterval(),
                        lag::sample,
                        system.dispatchers().lookup(DispatcherSelector.blocking()));
        return lag;
    }

    /** For how long the oldest unread row has been seen waiting; zero if there is none. */
    public synchronized Duration lag() {
        return rows.lag(System.nanoTime());
    }

    @Override
    public synchronized Optional<String> refusal() {
        if (restored != null) {
            return Optional.of(restored);
        }
        var lag = lag();
        return lag.compareTo(limit) > 0
                ? Optional.of("the tail " + tail + " lags " + lag.toSeconds() + " s behind the journal")
                : Optional.empty();
    }

    private synchronized Duration xminAge() {
        return xminRuns ? Duration.ofNanos(System.nanoTime() - xminSinceNanos) : Duration.ZERO;
    }

    private void sample() {
        try {
            var sample = jdbi.withHandle(handle -> {
                TailIdentity.verify(handle);
                return handle.createQuery(SQL)
                        .bind("tail", tail)
                        .map((row, context) -> new Sample(
                                TailOffset.parse(row.getString(1)),
                                TailOffset.parse(row.getString(2)),
                                Long.parseLong(row.getString(3)),
                                Long.parseLong(row.getString(4))))
                        .one();
            });
            take(sample, System.nanoTime());
        } catch (TailIdentity.RestoredDatabase found) {
            refuse("the database is a restored or promoted copy, on which the tail does not run");
        } catch (RuntimeException failed) {
            // What was waiting goes on waiting; whether there is a database at all, others judge.
            log.debug("The lag of the tail {} could not be measured", tail, failed);
        }
    }

    private synchronized void refuse(String why) {
        restored = why;
    }

    private synchronized void take(Sample sample, long nowNanos) {
        restored = null;
        rows.observe(sample.read(), sample.end(), nowNanos);
        xminRuns = sample.xmin() < sample.xmax();
        if (!xminRuns || sample.xmin() != xmin) {
            xmin = sample.xmin();
            xminSinceNanos = nowNanos;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private record Sample(TailOffset read, TailOffset end, long xmin, long xmax) {}
}
