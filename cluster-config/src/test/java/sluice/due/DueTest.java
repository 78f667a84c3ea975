package sluice.due;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.journal.JournalFormat;
import sluice.journal.ScratchJournal;
import sluice.order.Channel;
import sluice.order.OrderEvent;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Slot;

/** A cluster of one in which the due tail and the waker run as on a node. */
class DueTest {

    private static final String SETTINGS = """
        pekko.actor.provider = cluster
        pekko.actor.allow-java-serialization = off
        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
        sluice.engine.tail { poll-interval = 20ms, sample-interval = 20ms }
        sluice.engine.due { settle-after = 100ms, poll-interval = 20ms, wake-again-after = 100ms }
        """;

    private static final JournalFormat FORMAT = new JournalFormat();
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final OrderEvent CONFIRMED = new OrderEvent.Confirmed();
    private static final OrderEvent CANCELLED = new OrderEvent.Cancelled(null);
    private static final OrderEvent SHIPPED = new OrderEvent.Shipped(List.of(), new LocationId("main"), null, null);

    private static final Queue<OrderId> woken = new ConcurrentLinkedQueue<>();
    private static ScratchJournal database;
    private static ActorTestKit testKit;

    @BeforeAll
    static void start() {
        database = ScratchJournal.start();
        testKit = ActorTestKit.create(ConfigFactory.parseString(SETTINGS)
                .withFallback(ConfigFactory.parseResources("sluice/tail.conf"))
                .withFallback(ConfigFactory.load()));
        var cluster = Cluster.get(testKit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        Due.start(testKit.system(), database.dataSource(), FORMAT, woken::add, new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() throws IOException {
        testKit.shutdownTestKit();
        database.close();
    }

    @Test
    void orderWithUnsettledEffects_isWokenAgainAndAgain_untilItSettlesThem() {
        var order = place();
        append(order, 2, CONFIRMED);
        append(order, 3, SHIPPED);
        await().until(() -> effectDue(order).equals("3"));
        assertEquals(
                Integer.toString(order.slot().number()),
                database.ask("select slot from due_time where order_id = '" + order + "'"));
        await().until(() -> timesWoken(order) >= 3);
        append(order, 4, new OrderEvent.Settled(3));
        await().until(() -> effectDue(order).equals("none"));
        long before = timesWoken(order);
        var later = place();
        append(later, 2, CANCELLED);
        await().until(() -> timesWoken(later) >= 3);
        assertTrue(timesWoken(order) <= before + 1, "a settled order is not woken");
        append(later, 3, new OrderEvent.Settled(2));
        await().until(() -> effectDue(later).equals("none"));
    }

    @Test
    void settlingAnEarlierEffect_keepsTheEntryOfTheLater() {
        var order = place();
        append(order, 2, CONFIRMED, SHIPPED); // event numbers differ from row numbers
        append(order, 3, SHIPPED);
        await().until(() -> effectDue(order).equals("4"));
        append(order, 4, new OrderEvent.Settled(3));
        await().until(DueTest::everythingIsRead);
        assertEquals("4", effectDue(order));
        append(order, 5, new OrderEvent.Delivered(), new OrderEvent.Settled(4));
        await().until(() -> effectDue(order).equals("none"));
    }

    @Test
    void rowThatCannotBeRead_doesNotStopTheTailForOthers() {
        var broken = place();
        append(broken, 2, new byte[] {1});
        var order = place();
        append(order, 2, CANCELLED);
        await().until(() -> effectDue(order).equals("2"));
        assertEquals("none", effectDue(broken));
        append(order, 3, new OrderEvent.Settled(2));
        await().until(() -> effectDue(order).equals("none"));
    }

    private static boolean everythingIsRead() {
        return database.ask("select current_offset = (select xact::text || ':' || ordering from event_journal order by"
                        + " event_journal.xact desc, ordering desc limit 1) from pekko_projection_offset_store")
                .equals("t");
    }

    private static OrderId place() {
        var order = OrderId.next(new Slot(7));
        append(
                order,
                1,
                new OrderEvent.Placed(order, Channel.API, null, null, null, EURO, List.of(), Map.of(), "a test"));
        return order;
    }

    private static void append(OrderId order, long sequence, OrderEvent... events) {
        var entry = new Batch.Entry<>(Origin.TIMER, List.of(events));
        append(order, sequence, written(new Batch<>(EntityKind.ORDER, Instant.now(), List.of(entry))));
    }

    private static void append(OrderId order, long sequence, byte[] payload) {
        database.append(
                EntityKind.ORDER.persistenceId(order.toString()), sequence, FORMAT.manifest(EntityKind.ORDER), payload);
    }

    private static byte[] written(Batch<OrderEvent> batch) {
        try {
            return FORMAT.write(batch);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String effectDue(OrderId order) {
        return database.ask("select effect from due_time where kind = 'settle' and order_id = '" + order + "'");
    }

    private static long timesWoken(OrderId order) {
        return woken.stream().filter(order::equals).count();
    }
}
