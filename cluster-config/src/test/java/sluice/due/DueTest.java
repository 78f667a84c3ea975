package sluice.due;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import sluice.journal.ScratchJournal;
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
        Due.start(testKit.system(), database.dataSource(), DueTest::decode, woken::add, new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() throws IOException {
        testKit.shutdownTestKit();
        database.close();
    }

    @Test
    void orderWithUnsettledEffects_isWokenAgainAndAgain_untilItSettlesThem() {
        var order = place();
        append(order, 2, "confirmed");
        append(order, 3, "shipped");
        await().until(() -> effectDue(order).equals("3"));
        assertEquals(
                Integer.toString(order.slot().number()),
                database.ask("select slot from due_time where order_id = '" + order + "'"));
        await().until(() -> timesWoken(order) >= 3);
        append(order, 4, "settled 3");
        await().until(() -> effectDue(order).equals("none"));
        long before = timesWoken(order);
        var later = place();
        append(later, 2, "cancelled");
        await().until(() -> timesWoken(later) >= 3);
        assertTrue(timesWoken(order) <= before + 1, "a settled order is not woken");
        append(later, 3, "settled 2");
        await().until(() -> effectDue(later).equals("none"));
    }

    @Test
    void settlingAnEarlierEffect_keepsTheEntryOfTheLater() {
        var order = place();
        append(order, 2, "confirmed shipped"); // event numbers differ from row numbers
        append(order, 3, "shipped");
        await().until(() -> effectDue(order).equals("4"));
        append(order, 4, "settled 3");
        await().until(DueTest::everythingIsRead);
        assertEquals("4", effectDue(order));
        append(order, 5, "delivered settled 4");
        await().until(() -> effectDue(order).equals("none"));
    }

    @Test
    void rowThatCannotBeRead_doesNotStopTheTailForOthers() {
        var broken = place();
        append(broken, 2, "nonsense");
        var order = place();
        append(order, 2, "cancelled");
        await().until(() -> effectDue(order).equals("2"));
        assertEquals("none", effectDue(broken));
        append(order, 3, "settled 2");
        await().until(() -> effectDue(order).equals("none"));
    }

    private static boolean everythingIsRead() {
        return database.ask(
                        "select current_offset = (select xact::text || ':' || ordering from event_journal"
                                + " order by event_journal.xact desc, ordering desc limit 1) from pekko_projection_offset_store")
                .equals("t");
    }

    private static OrderId place() {
        var order = OrderId.next(new Slot(7));
        append(order, 1, "born");
        return order;
    }

    private static void append(OrderId order, long sequence, String events) {
        database.append(EntityKind.ORDER.persistenceId(order.toString()), sequence, events);
    }

    private static String effectDue(OrderId order) {
        return database.ask("select effect from due_time where kind = 'settle' and order_id = '" + order + "'");
    }

    /** Events by their names: what these tests are about is when entries come and go, not how rows are written. */
    private static Batch<OrderEvent> decode(String manifest, byte[] payload) throws IOException {
        var events = new ArrayList<OrderEvent>();
        var words =
                List.of(new String(payload, StandardCharsets.UTF_8).split(" ")).iterator();
        while (words.hasNext()) {
            var word = words.next();
            events.add(
                    switch (word) {
                        case "born", "confirmed" -> new OrderEvent.Confirmed(); // of a birth only its place counts
                        case "shipped" -> new OrderEvent.Shipped(List.of(), new LocationId("main"), null, null);
                        case "cancelled" -> new OrderEvent.Cancelled(null);
                        case "delivered" -> new OrderEvent.Delivered();
                        case "settled" -> new OrderEvent.Settled(Long.parseLong(words.next()));
                        default -> throw new IOException("no event: " + word);
                    });
        }
        return new Batch<>(EntityKind.ORDER, Instant.now(), List.of(new Batch.Entry<>(Origin.TIMER, events)));
    }

    private static long timesWoken(OrderId order) {
        return woken.stream().filter(order::equals).count();
    }
}
