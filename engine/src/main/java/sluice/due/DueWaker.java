package sluice.due;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.value.OrderId;

/**
 * Wakes the orders that are due, again and again until their entries are gone. Runs on every node: each due order is taken by
 * one of them. It asks the database and blocks meanwhile, so it runs on a dispatcher for blocking work.
 */
public final class DueWaker {

    private static final Logger log = LoggerFactory.getLogger(DueWaker.class);

    private static final String TAKE = """
        update due_time set due_at = now() + make_interval(secs => :again)
        where (order_id, kind) in (select order_id, kind from due_time
                                   where due_at <= now() order by due_at limit :limit for update skip locked)
        returning order_id
        """;

    private final Jdbi jdbi;
    private final Consumer<OrderId> wake;
    private final DueSettings settings;

    private DueWaker(DataSource database, Consumer<OrderId> wake, DueSettings settings) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        this.wake = wake;
        this.settings = settings;
    }

    /** @param wake must not block; makes the order recover, which carries out its unsettled effects */
    public static Behavior<Tick> create(DataSource database, Consumer<OrderId> wake, DueSettings settings) {
        var waker = new DueWaker(database, wake, settings);
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.NOW, settings.pollInterval());
            return Behaviors.receiveMessage(tick -> {
                waker.wakeDue();
                return Behaviors.same();
            });
        });
    }

    private void wakeDue() {
        try {
            var orders = takeDue();
            if (!orders.isEmpty()) {
                log.info("{} orders with unsettled effects are woken", orders.size());
            }
            orders.forEach(wake);
        } catch (RuntimeException failed) {
            log.warn("Due orders could not be woken; the next attempt follows in {}", settings.pollInterval(), failed);
        }
    }

    private List<OrderId> takeDue() {
        return jdbi.withHandle(handle -> handle.createQuery(TAKE)
                .bind("again", settings.wakeAgainAfter().toMillis() / 1_000.0)
                .bind("limit", settings.wakeLimit())
                .mapTo(UUID.class)
                .map(OrderId::new)
                .list());
    }

    /** Time to look. */
    public enum Tick {
        NOW
    }
}
