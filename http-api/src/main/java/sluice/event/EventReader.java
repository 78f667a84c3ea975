package sluice.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Reads outgoing events, for many at once: who keeps up reads from memory and is answered at once, who is behind from the table, with
 * few statements at a time. Nobody is blocked; stages fail where the database does not answer.
 *
 * <p>Meter: {@code sluice.events.read}, pages from {@code memory} and from the {@code table}.
 */
public final class EventReader implements AutoCloseable {

    /** Passed over at most for one answer, so that a filter that lets little through takes its turn like all others. */
    private static final int SCANNED = 1_000;

    private final EventTable table;
    private final RecentEvents recent;
    private final ExecutorService statements;
    private final Counter fromMemory;
    private final Counter fromTable;

    EventReader(EventTable table, RecentEvents recent, int statementsAtOnce, MeterRegistry meters) {
        this.table = table;
        this.recent = recent;
        this.fromMemory = meters.counter("sluice.events.read", "from", "memory");
        this.fromTable = meters.counter("sluice.events.read", "from", "table");
        this.statements = Executors.newFixedThreadPool(
                statementsAtOnce,
                Thread.ofPlatform().daemon().name("sluice-event-reader-", 0).factory());
    }

    /**
     * The events after {@code position} that {@code filter} lets through, or {@link EventRead.Gone}. A page without any is no
     * end: it says up to where there are none.
     *
     * @param most so many at most
     * @param mostBytes of bodies; one event comes in any case
     */
    public CompletionStage<EventRead> after(long position, EventFilter filter, int most, long mostBytes) {
        var remembered = recent.after(position, filter, SCANNED, most, mostBytes);
        if (remembered.isPresent()) {
            fromMemory.increment();
            return CompletableFuture.completedStage(remembered.get());
        }
        fromTable.increment();
        return ask(() -> table.after(position, filter, SCANNED, most, mostBytes));
    }

    /** The position of the last event, 0 before the first. */
    public CompletionStage<Long> last() {
        return ask(table::last);
    }

    /** The position of the first event that is still there; where there is none, the one that comes next. */
    public CompletionStage<Long> firstKept() {
        return ask(() -> table.bounds().firstKept());
    }

    /** A position after which everything is that happened at {@code time} or later, and that is still there. */
    public CompletionStage<Long> positionAt(Instant time) {
        return ask(() -> table.before(time));
    }

    /** Takes into memory what is new up to {@code last}. Blocks. */
    void load(long last) {
        long known = recent.through();
        if (known < 0 || known > last || last - known > SCANNED) {
            recent.restart(last); // who is behind that reads the table
            return;
        }
        while (recent.through() < last) {
            switch (table.after(recent.through(), EventFilter.ALL, SCANNED, SCANNED, Long.MAX_VALUE)) {
                case EventRead.Page page -> page.wanted().forEach(recent::add);
                case EventRead.Gone gone -> recent.restart(gone.last());
            }
        }
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, statements);
    }

    @Override
    public void close() {
        statements.shutdown();
    }
}
