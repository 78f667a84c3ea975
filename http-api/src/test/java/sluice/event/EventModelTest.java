package sluice.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.journal.JournalFormat;
import sluice.journal.TailOffset;
import sluice.journal.TailRow;
import sluice.order.Channel;
import sluice.order.OrderEvent;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** The model over a journal in a database. */
class EventModelTest {

    private static final JournalFormat FORMAT = new JournalFormat();
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final OrderId ORDER = new OrderId(UUID.fromString("0190c3b0-0000-7000-8000-000000000001"));
    private static final LocationId MAIN = new LocationId("main");
    private static final EventDatabase database = EventDatabase.start();

    private final EventModel model = new EventModel(FORMAT);

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    /** A row in the journal. */
    private static void journal(EntityKind kind, String id, long sequence, Object event) {
        var batch = new Batch<>(kind, AT, List.of(new Batch.Entry<>(Origin.TIMER, List.of(event))));
        try {
            var payload = FORMAT.write(batch);
            database.jdbi()
                    .useHandle(handle -> handle.createUpdate("""
                        insert into event_journal (persistence_id, sequence_number, deleted, writer, write_timestamp,
                                                   adapter_manifest, event_payload, event_ser_id, event_ser_manifest)
                        values (:id, :sequence, false, 'test', 0, '', :payload, 1, :manifest)
                        """)
                            .bind("id", kind.persistenceId(id))
                            .bind("sequence", sequence)
                            .bind("payload", payload)
                            .bind("manifest", FORMAT.manifest(kind))
                            .execute());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The rows that the tail brings the model. */
    private List<TailRow> wanted() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select *, xact::text as xact_text from event_journal where "
                                + model.wanted() + " order by ordering")
                        .map((row, context) -> new TailRow(
                                new TailOffset(Long.parseLong(row.getString("xact_text")), row.getLong("ordering")),
                                row.getString("persistence_id"),
                                row.getLong("sequence_number"),
                                row.getString("writer"),
                                AT,
                                row.getString("event_ser_manifest"),
                                row.getBytes("event_payload")))
                        .list());
    }

    private void write(List<TailRow> rows) {
        database.jdbi().useTransaction(handle -> model.write(handle, rows));
    }

    private static List<OutgoingEvent> told() {
        return switch (database.table().after(0, EventFilter.ALL, 1_000, 1_000, Long.MAX_VALUE)) {
            case EventRead.Page page -> page.wanted();
            case EventRead.Gone gone -> throw new AssertionError(gone);
        };
    }

    @Test
    void everyRowIsTold_once_howeverOftenItIsRead_andAsItWasThen() {
        var acme = new AccountId("acme");
        journal(EntityKind.STOCK, "tee", 1, new StockEvent.Defined(new SkuDefinition("Tee", null)));
        journal(EntityKind.STOCK, "tee", 2, new StockEvent.Received(Quantity.of(9), MAIN, null));
        journal(
                EntityKind.ACCOUNT,
                "acme",
                1,
                new AccountEvent.Defined(new AccountTerms("Acme", new Money(9_000, EUR), 0)));
        journal(EntityKind.STOCK, "tee", 3, new StockEvent.Claimed(ORDER, Quantity.of(1)));
        journal(EntityKind.ACCOUNT, "acme", 2, new AccountEvent.Pledged(ORDER, 200));
        var line = new OrderEvent.PlacedLine(new SkuId("tee"), Quantity.of(1), new BigDecimal("2.00"), 200, null);
        var order = ORDER.toString();
        journal(
                EntityKind.ORDER,
                order,
                1,
                new OrderEvent.Placed(ORDER, Channel.API, acme, null, null, EUR, List.of(line), Map.of(), "key"));
        journal(EntityKind.ORDER, order, 2, new OrderEvent.Confirmed());
        journal(
                EntityKind.ORDER,
                order,
                3,
                new OrderEvent.Shipped(List.of(new OrderEvent.ShippedLine(1, Quantity.of(1))), MAIN, null, null));
        journal(EntityKind.ACCOUNT, "acme", 3, new AccountEvent.Invoiced(ORDER, 3, 200, true, 0));
        journal(EntityKind.ORDER, order, 4, new OrderEvent.Settled(3));

        var rows = wanted();
        assertEquals(8, rows.size(), "neither the claim nor the pledge");
        write(rows.subList(0, 5)); // up to the confirmation; the journal is further
        var first = told();
        assertEquals(
                List.of(
                        "product.updated",
                        "stock.adjusted",
                        "customer.created",
                        "order.created",
                        "order.status_changed",
                        "order.confirmed"),
                first.stream().map(OutgoingEvent::type).toList());
        assertEquals(
                2,
                first.stream()
                        .filter(event -> event.body().contains("\"status\":\"CONFIRMED\""))
                        .count());

        write(rows.subList(3, 8)); // begins before where the one before ended
        write(rows);
        var all = told();
        assertEquals(first, all.subList(0, 6));
        assertEquals(
                List.of("shipment.created", "order.status_changed", "order.shipped", "invoice.created"),
                all.subList(6, all.size()).stream().map(OutgoingEvent::type).toList());
        assertEquals(10, all.getLast().position());
    }
}
