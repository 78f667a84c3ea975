package sluice.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static final EventDatabase database = EventDatabase.start();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RecentEvents recent = new RecentEvents(64, 1 << 20);
    private final EventReader reader = new EventReader(database.table(), recent, 2, meters);

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    private EventRead read(long after, EventFilter filter, int most, long mostBytes) {
        return reader.after(after, filter, most, mostBytes)
                .toCompletableFuture()
                .join();
    }

    private EventRead.Page page(long after, EventFilter filter, int most, long mostBytes) {
        return assertInstanceOf(EventRead.Page.class, read(after, filter, most, mostBytes));
    }

    private static List<Long> positions(EventRead.Page page) {
        return page.wanted().stream().map(OutgoingEvent::position).toList();
    }

    @Test
    void whatIsAppendedAgain_getsNoSecondPosition() {
        var one = EventDatabase.event("one", EventType.ORDER_CREATED, null, "");
        var two = EventDatabase.event("two", EventType.ORDER_CREATED, null, "");
        var three = EventDatabase.event("three", EventType.ORDER_CREATED, null, "");
        assertEquals(2, database.append(List.of(one, two)));
        assertEquals(1, database.append(List.of(one, two, three)));
        assertEquals(0, database.append(List.of(three, two)));
        var page = page(0, EventFilter.ALL, 10, 10_000);
        assertEquals(List.of(1L, 2L, 3L), positions(page));
        assertEquals(three.body(), page.wanted().getLast().body());
        assertEquals(3, reader.last().toCompletableFuture().join());
    }

    @Test
    void aPage_endsWhereItsBoundsAre_andSaysThroughWhere() {
        database.append("x", 20);
        assertEquals(new EventRead.Page(List.of(), 20, false), page(20, EventFilter.ALL, 10, 10_000));
        var first = page(0, EventFilter.ALL, 5, 10_000);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), positions(first));
        assertTrue(first.more());
        int bytes = first.wanted().getFirst().body().length();
        assertEquals(List.of(6L, 7L), positions(page(5, EventFilter.ALL, 5, 2L * bytes)));
        assertEquals(List.of(8L), positions(page(7, EventFilter.ALL, 5, 1)));
        var none = page(3, new EventFilter(List.of("invoice.*"), null), 5, 10_000);
        assertEquals(new EventRead.Page(List.of(), 20, false), none);
    }

    @Test
    void filters() {
        database.append(List.of(
                EventDatabase.event("1", EventType.ORDER_SHIPPED, "acme", ""),
                EventDatabase.event("2", EventType.ORDER_STATUS_CHANGED, "other", ""),
                EventDatabase.event("3", EventType.STOCK_ADJUSTED, null, ""),
                EventDatabase.event("4", EventType.INVOICE_CREATED, "acme", "")));
        expect(List.of(1L, 2L, 3L, 4L), "*", null);
        expect(List.of(1L, 2L), "order.*", null);
        expect(List.of(2L), "order.status_changed", null);
        expect(List.of(), "order.statusxchanged", null);
        expect(List.of(1L, 4L), "*", "acme");
        expect(List.of(1L), "order.*", "acme");
        expect(List.of(), "*", "ACME");
    }

    /** From the table and from memory alike. */
    private void expect(List<Long> positions, String pattern, @Nullable String account) {
        var filter = new EventFilter(List.of(pattern), account);
        recent.restart(4);
        assertEquals(positions, positions(page(0, filter, 10, 10_000)), pattern);
        recent.restart(0);
        reader.load(4);
        assertEquals(positions, positions(page(0, filter, 10, 10_000)), pattern);
        assertTrue(meters.counter("sluice.events.read", "from", "memory").count() > 0);
    }

    @Test
    void memoryAndTable_sayTheSame_atRandom() {
        long seed = System.nanoTime();
        System.out.println("EventReaderTest seed " + seed);
        var random = new Random(seed);
        var types = EventType.values();
        reader.load(0);
        for (int round = 0; round < 40; round++) {
            var events = new ArrayList<NewEvent>();
            for (int number = random.nextInt(30); number >= 0; number--) {
                events.add(EventDatabase.event(
                        round + "/" + number,
                        types[random.nextInt(types.length)],
                        random.nextBoolean() ? "acme" : null,
                        "x".repeat(random.nextInt(200))));
            }
            database.append(events);
            long last = reader.last().toCompletableFuture().join();
            reader.load(last);
            for (int question = 0; question < 10; question++) {
                long after = random.nextLong(last + 1);
                var filter = new EventFilter(
                        List.of(random.nextBoolean() ? "*" : "order.*"), random.nextBoolean() ? "acme" : null);
                int most = 1 + random.nextInt(20);
                long bytes = 1L + random.nextInt(3_000);
                assertEquals(
                        database.table().after(after, filter, 1_000, most, bytes),
                        read(after, filter, most, bytes),
                        "after " + after + " of " + last);
            }
        }
        assertTrue(meters.counter("sluice.events.read", "from", "memory").count() > 50);
        assertTrue(meters.counter("sluice.events.read", "from", "table").count() > 50);
    }

    @Test
    void whatIsNotKeptAnyMore_isToldGone_andNeverPassedOver() {
        database.append("old", 3_000);
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update outgoing_event set recorded_at = now() - interval '31 days' where position <= 2500"));
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update outgoing_event set recorded_at = now() - interval '29 days' where position > 2500"));
        assertEquals(
                2_500,
                reader.positionAt(Instant.now().minus(Duration.ofDays(30)))
                        .toCompletableFuture()
                        .join());
        new EventRetention(database.jdbi(), database.table(), Duration.ofDays(30), Instant::now).sweep();

        assertEquals(2_501, reader.firstKept().toCompletableFuture().join());
        assertEquals(new EventRead.Gone(2_501, 3_000), read(0, EventFilter.ALL, 10, 10_000));
        assertEquals(new EventRead.Gone(2_501, 3_000), read(2_499, EventFilter.ALL, 10, 10_000));
        assertEquals(List.of(2_501L), positions(page(2_500, EventFilter.ALL, 1, 10_000)));
        assertEquals(new EventRead.Gone(2_501, 3_000), read(3_001, EventFilter.ALL, 10, 10_000));
        assertEquals(
                2_500, reader.positionAt(Instant.EPOCH).toCompletableFuture().join());

        new EventRetention(database.jdbi(), database.table(), Duration.ofDays(1), Instant::now).sweep();
        assertEquals(3_001, reader.firstKept().toCompletableFuture().join());
        assertEquals(new EventRead.Page(List.of(), 3_000, false), page(3_000, EventFilter.ALL, 1, 10_000));
        assertEquals(new EventRead.Gone(3_001, 3_000), read(2_999, EventFilter.ALL, 1, 10_000));
    }

    @Test
    void aClockThatIsSetBack_hidesNothingFromWhoAsksSinceATime() {
        database.append("by a clock that was ahead", 1);
        database.jdbi()
                .useHandle(
                        handle -> handle.execute("update outgoing_event set recorded_at = now() + interval '1 hour'"));
        database.append("by one that is not", 1);
        long since = reader.positionAt(Instant.now().plus(Duration.ofMinutes(30)))
                .toCompletableFuture()
                .join();
        assertEquals(0, since);
    }

    /** Several transactions append at once, and some of them wait before they commit; a reader follows them. */
    @Test
    void readersNeverSeeAGap_whoeverAppends() throws InterruptedException {
        int writers = 4;
        int each = 30;
        var done = new CountDownLatch(writers);
        for (int writer = 0; writer < writers; writer++) {
            var name = "w" + writer + "/";
            Thread.ofPlatform().start(() -> {
                var random = new Random(name.hashCode());
                for (int round = 0; round < each; round++) {
                    var events = new ArrayList<NewEvent>();
                    for (int number = 0; number <= random.nextInt(5); number++) {
                        events.add(EventDatabase.event(name + round + "/" + number, EventType.ORDER_CREATED, null, ""));
                    }
                    database.jdbi().useTransaction(handle -> {
                        OutgoingEvents.append(handle, events);
                        handle.execute("select pg_sleep(" + random.nextInt(10) / 1_000.0 + ")");
                    });
                }
                done.countDown();
            });
        }
        var seen = new ArrayList<Long>();
        long position = 0;
        boolean last = false;
        while (!last) {
            last = done.getCount() == 0;
            for (var page = page(position, EventFilter.ALL, 1_000, 1 << 20);
                    page.through() > position;
                    page = page(position, EventFilter.ALL, 1_000, 1 << 20)) {
                seen.addAll(positions(page));
                position = page.through();
            }
        }
        assertEquals(
                LongStream.rangeClosed(1, reader.last().toCompletableFuture().join())
                        .boxed()
                        .toList(),
                seen);
        assertTrue(seen.size() >= writers * each);
    }

    @Test
    void theSignal_tellsEveryListener_ofGrowthAnywhere_andIsQuietWithoutAny() throws Exception {
        try (var signal = new EventSignal(database.table(), Duration.ofMillis(10), reader::load)) {
            signal.start();
            database.append("before", 2);
            var told = new AtomicLong(-1);
            var first = new CompletableFuture<Long>();
            var grown = new CompletableFuture<Long>();
            var listening = signal.listen(last -> {
                told.set(last);
                first.complete(last);
                if (last == 5) {
                    grown.complete(last);
                }
            });
            assertEquals(2, first.get(5, TimeUnit.SECONDS));
            database.append("after", 3);
            assertEquals(5, grown.get(5, TimeUnit.SECONDS));
            var fromTable = meters.counter("sluice.events.read", "from", "table");
            double before = fromTable.count();
            assertEquals(List.of(3L, 4L, 5L), positions(page(2, EventFilter.ALL, 10, 10_000)));
            assertEquals(before, fromTable.count(), "from memory");
            listening.close();
            database.append("unheard", 1);
            var again = new CompletableFuture<Long>();
            signal.listen(again::complete);
            assertEquals(6, again.get(5, TimeUnit.SECONDS));
            assertEquals(5, told.get(), "who does not listen any more is told nothing");
        }
    }
}
