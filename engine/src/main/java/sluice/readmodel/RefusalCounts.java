package sluice.readmodel;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.order.Channel;
import sluice.placement.PlacementRejection;

/**
 * Counts orders that this node refused, by day, channel and reason. A refusal writes nothing, so the journal does not know of it:
 * the counts are kept in memory and added to the table now and then. What a node that dies had not added is lost, a few seconds' worth;
 * and what it had sent when the database's answer was lost is sent again, and may then count twice.
 */
public final class RefusalCounts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RefusalCounts.class);

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final String ADD = """
        insert into refusal_count as known (day, channel, reason, orders)
        select cast(day as date), channel, reason, orders from {rows}
        on conflict (day, channel, reason) do update set orders = known.orders + excluded.orders
        """;

    private record Kind(LocalDate day, Channel channel, String reason) {}

    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sluice-refusals").factory());

    /** Counts from now on, and adds what was counted every five seconds. */
    public RefusalCounts(DataSource database, InstantSource clock) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        this.clock = clock;
        var unused = thread.scheduleWithFixedDelay(
                this::flush, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Counts one order. */
    public void count(Channel channel, PlacementRejection rejection) {
        var day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        counts.merge(new Kind(day, channel, reason(rejection)), 1L, Long::sum);
    }

    /** The names in the table, for ever: those by which callers are told. */
    private static String reason(PlacementRejection rejection) {
        return switch (rejection) {
            case PlacementRejection.InsufficientStock stock -> "insufficient-stock";
            case PlacementRejection.CreditLimitExceeded credit -> "credit-limit-exceeded";
            case PlacementRejection.UnknownSkus skus -> "unknown-sku";
            case PlacementRejection.UnknownAccount account -> "unknown-account";
            case PlacementRejection.CurrencyMismatch currency -> "currency-mismatch";
            case PlacementRejection.PriceMissing price -> "price-missing";
            case PlacementRejection.TotalOutOfRange total -> "total-out-of-range";
            case PlacementRejection.RequestInFlight request -> "request-in-flight";
            case PlacementRejection.ExternalIdTaken taken -> "duplicate-external-id";
        };
    }

    /** Adds what was counted to the table, or keeps it for the next time. Blocks. */
    private synchronized void flush() {
        var taken = new ArrayList<Map.Entry<Kind, Long>>();
        for (var kind : List.copyOf(counts.keySet())) {
            var orders = counts.remove(kind);
            if (orders != null) {
                taken.add(Map.entry(kind, orders));
            }
        }
        taken.sort(Map.Entry.comparingByKey( // or two nodes could wait for each other
                Comparator.comparing(Kind::day).thenComparing(Kind::channel).thenComparing(Kind::reason)));
        try {
            jdbi.useHandle(handle -> new Columns<>(taken)
                    .withText("day", entry -> entry.getKey().day().toString())
                    .withText("channel", entry -> entry.getKey().channel().name())
                    .withText("reason", entry -> entry.getKey().reason())
                    .withLong("orders", Map.Entry::getValue)
                    .execute(handle, ADD));
        } catch (JdbiException failed) {
            log.debug("Refusals could not be added up yet", failed);
            taken.forEach(entry -> counts.merge(entry.getKey(), entry.getValue(), Long::sum));
        }
    }

    /** Adds what is left. Blocks. */
    @Override
    public void close() {
        thread.shutdown();
        flush();
    }
}
