package sluice.endpoint;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.Test;
import sluice.event.EventFilter;
import sluice.event.EventId;
import sluice.event.EventParts;
import sluice.event.EventType;
import sluice.event.NewEvent;
import sluice.event.OutgoingEvents;
import sluice.key.KeyDatabase;

class EndpointNewsTest {

    private final Jdbi database = Jdbi.create(KeyDatabase.migrated()).installPlugin(new PostgresPlugin());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger told = new AtomicInteger();

    private void happen(String name, int count) {
        var events = IntStream.range(0, count)
                .mapToObj(number -> new NewEvent(
                        EventId.of(name, number), EventType.ORDER_SHIPPED, "order/1", null, 1, Instant.EPOCH, "{}"))
                .toList();
        database.useTransaction(transaction -> OutgoingEvents.append(transaction, events));
    }

    private double pagesRead() {
        return List.of("memory", "table").stream()
                .mapToDouble(from ->
                        meters.counter("sluice.events.read", "from", from).count())
                .sum();
    }

    /** It reads from its own position: all that happened while nobody listened would come before what happens now. */
    @Test
    void whoBeginsToListen_isToldOfWhatIsNew_withoutWhatHappenedWhileNobodyDid() throws Exception {
        try (var parts = EventParts.of(database, meters);
                var news = new EndpointNews(parts.reader(), parts.signal())) {
            news.listen("one", EventFilter.ALL, told::incrementAndGet);
            await().until(() -> told.get() == 1);
            happen("first", 1);
            await().until(() -> told.get() == 2);
            news.leave("one");
            happen("meanwhile", 5_000);
            double before = pagesRead();
            news.listen("two", EventFilter.ALL, told::incrementAndGet);
            await().until(() -> told.get() == 3);
            happen("last", 1);
            await().until(() -> told.get() == 4);
            assertEquals(1, pagesRead() - before);
        }
    }
}
