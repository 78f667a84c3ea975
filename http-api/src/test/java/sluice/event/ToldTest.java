package sluice.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.event.EventModel.Decoded;
import sluice.journal.OrderHistories;
import sluice.order.Channel;
import sluice.order.OrderEvent;
import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What is told of each event of the journal. */
class ToldTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final OrderId ORDER = new OrderId(UUID.fromString("0190c3b0-0000-7000-8000-000000000001"));
    private static final LocationId MAIN = new LocationId("main");

    private static final OrderEvent.Placed PLACED = new OrderEvent.Placed(
            ORDER,
            Channel.API,
            new AccountId("acme"),
            "web-1",
            null,
            EUR,
            List.of(new OrderEvent.PlacedLine(new SkuId("tee"), Quantity.of(3), new BigDecimal("2.00"), 600, null)),
            Map.of(),
            "key");

    private static <E> Batch<E> batch(EntityKind kind, List<E> events) {
        return new Batch<>(kind, AT, List.of(new Batch.Entry<>(Origin.TIMER, events)));
    }

    private static OrderEvent shipped(long units) {
        return new OrderEvent.Shipped(List.of(new OrderEvent.ShippedLine(1, Quantity.of(units))), MAIN, "DHL", null);
    }

    /** One row for each of {@code events}, all read, and each told by itself. */
    private static List<List<NewEvent>> told(OrderEvent... events) {
        var rows = new ArrayList<OrderHistories.Row>();
        for (var event : events) {
            rows.add(new OrderHistories.Row(rows.size() + 1, batch(EntityKind.ORDER, List.of(event))));
        }
        var id = EntityKind.ORDER.persistenceId(ORDER.toString());
        var told = new OrderTold(Map.of(id, rows));
        return rows.stream()
                .map(row -> told.of(new Decoded(id, row.sequence(), row.batch())))
                .toList();
    }

    private static List<List<String>> types(List<List<NewEvent>> told) {
        return told.stream()
                .map(row -> row.stream().map(event -> event.type().wireName()).toList())
                .toList();
    }

    private static JsonNode json(NewEvent event) {
        try {
            return JSON.readTree(event.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Test
    void everyTransition_isToldTwice_andAShipmentAlone() {
        var life = told(
                PLACED,
                new OrderEvent.Confirmed(),
                new OrderEvent.Released(MAIN),
                shipped(1),
                new OrderEvent.Settled(4),
                shipped(2),
                new OrderEvent.Delivered());
        assertEquals(
                List.of(
                        List.of("order.created"),
                        List.of("order.status_changed", "order.confirmed"),
                        List.of("order.status_changed", "order.processing"),
                        List.of("shipment.created"), // it was in PROCESSING already
                        List.of(),
                        List.of("shipment.created", "order.status_changed", "order.shipped"),
                        List.of("order.status_changed", "order.delivered")),
                types(life));
    }

    @Test
    void otherLives() {
        assertEquals(List.of(List.of()), types(told(new OrderEvent.Abandoned())));
        assertEquals(
                List.of(List.of("order.created"), List.of("order.status_changed", "order.cancelled")),
                types(told(PLACED, new OrderEvent.Cancelled("no"))));
        assertEquals(
                List.of("shipment.created", "order.status_changed", "order.processing"),
                types(told(PLACED, new OrderEvent.Confirmed(), shipped(1))).get(2));
    }

    @Test
    void theOrder_isToldAsItWasAfterTheVeryEvent_howeverFarTheJournalIs() {
        var life = told(PLACED, new OrderEvent.Confirmed(), new OrderEvent.Released(MAIN), shipped(3));
        var statuses = List.of("SUBMITTED", "CONFIRMED", "PROCESSING", "SHIPPED");
        for (int step = 0; step < life.size(); step++) {
            for (var event : life.get(step)) {
                var json = json(event);
                assertEquals(statuses.get(step), json.at("/data/order/status").asText());
                assertEquals(step + 1, json.at("/data/order/version").asInt());
                assertEquals(step + 1, json.path("sequence").asInt());
                assertEquals(
                        step == 3 ? 3 : 0,
                        json.at("/data/order/lines/0/shipped").asInt());
                assertEquals(
                        step == 0 ? "" : statuses.get(step - 1),
                        json.at("/data/previousStatus").asText());
                assertEquals(event.type().wireName(), json.path("type").asText());
                assertEquals(event.id(), json.path("id").asText());
                assertEquals(AT.toString(), json.path("timestamp").asText());
                assertEquals("acme", event.account());
                assertEquals("order/" + ORDER, event.subject());
                assertTrue(event.body().indexOf('\n') < 0, "one line");
            }
        }
    }

    @Test
    void ids_areTheSameAgain_andEachEventHasItsOwn() {
        var life = List.of(PLACED, new OrderEvent.Confirmed(), shipped(1), shipped(2))
                .toArray(OrderEvent[]::new);
        var first = told(life).stream().flatMap(List::stream).map(NewEvent::id).toList();
        var again = told(life).stream().flatMap(List::stream).map(NewEvent::id).toList();
        assertEquals(first, again);
        assertEquals(first.size(), new HashSet<>(first).size());
        // Made public on the first day, and for ever.
        assertEquals(EventId.of("o|" + ORDER, 1L, 0, "order.created"), first.getFirst());
        assertEquals("evt_gxmIyL_eDeKsfxrUe10b9A".length(), first.getFirst().length());
    }

    private static final Map<Class<?>, StockEvent> STOCK = byType(
            new StockEvent.Defined(new SkuDefinition("Tee", new SkuDefinition.Price(new BigDecimal("19.9"), EUR))),
            new StockEvent.Received(Quantity.of(5), MAIN, "note 7"),
            new StockEvent.Adjusted(-2, MAIN, AdjustmentReason.DAMAGED),
            new StockEvent.Claimed(ORDER, Quantity.of(1)),
            new StockEvent.Released(ORDER),
            new StockEvent.Vouched(List.of(ORDER)),
            new StockEvent.Shipped(ORDER, 4, Quantity.of(1), MAIN, 0),
            new StockEvent.Freed(ORDER, 4));

    private static final AccountEvent DEFINED =
            new AccountEvent.Defined(new AccountTerms("Acme", new Money(100_000, EUR), 14));

    private static final Map<Class<?>, AccountEvent> ACCOUNT = byType(
            DEFINED,
            new AccountEvent.Pledged(ORDER, 600),
            new AccountEvent.Released(ORDER),
            new AccountEvent.Vouched(List.of(ORDER)),
            new AccountEvent.Invoiced(ORDER, 4, 600, true, 0),
            new AccountEvent.Freed(ORDER, 4),
            new AccountEvent.PaymentReceived(new Money(600, EUR), null));

    @SafeVarargs
    private static <E> Map<Class<?>, E> byType(E... events) {
        var byType = new HashMap<Class<?>, E>();
        for (var event : events) {
            byType.put(event.getClass(), event);
        }
        return byType;
    }

    @Test
    void everyEventOfSkusAndAccounts_isInTheTables() {
        assertEquals(Set.of(StockEvent.class.getPermittedSubclasses()), STOCK.keySet());
        assertEquals(Set.of(AccountEvent.class.getPermittedSubclasses()), ACCOUNT.keySet());
    }

    @Test
    void ofSkus_definitionsAndWhatCameInOrWasAdjusted_areTold() {
        var told = new HashMap<Class<?>, String>();
        STOCK.forEach((type, event) -> StockTold.of(new Decoded("s|tee", 7, batch(EntityKind.STOCK, List.of(event))))
                .forEach(each -> told.put(type, each.body().replaceFirst("\"id\":\"[^\"]*\",", ""))));
        var head = "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sequence\":7,\"data\":";
        assertEquals(
                Map.of(
                        StockEvent.Defined.class,
                        "{\"type\":\"product.updated\"," + head
                                + "{\"product\":{\"sku\":\"tee\",\"name\":\"Tee\",\"price\":{\"amount\":\"19.90\",\"currency\":\"EUR\"}}}}",
                        StockEvent.Received.class,
                        "{\"type\":\"stock.adjusted\"," + head
                                + "{\"stock\":{\"sku\":\"tee\",\"location\":\"main\",\"delta\":5,\"reason\":\"RECEIPT\",\"reference\":\"note"
                                + " 7\"}}}",
                        StockEvent.Adjusted.class,
                        "{\"type\":\"stock.adjusted\"," + head
                                + "{\"stock\":{\"sku\":\"tee\",\"location\":\"main\",\"delta\":-2,\"reason\":\"DAMAGED\"}}}"),
                told);
    }

    @Test
    void ofAccounts_termsAndInvoices_areTold() {
        var told = new HashMap<Class<?>, String>();
        ACCOUNT.forEach((type, event) -> account(9, event)
                .forEach(each ->
                        told.put(type, each.type().wireName() + " " + json(each).path("data"))));
        var terms =
                "{\"account\":{\"id\":\"acme\",\"name\":\"Acme\",\"creditLimit\":{\"amount\":\"1000.00\",\"currency\":\"EUR\"},"
                    + "\"paymentTerms\":\"NET_14\"}}";
        assertEquals(
                Map.of(
                        AccountEvent.Defined.class,
                        "customer.updated " + terms,
                        AccountEvent.Invoiced.class,
                        "invoice.created {\"invoice\":{\"accountId\":\"acme\",\"orderId\":\"" + ORDER
                                + "\",\"amount\":{\"amount\":\"6.00\",\"currency\":\"EUR\"}}}"),
                told);
        var first = account(1, DEFINED, DEFINED);
        assertEquals(
                List.of("customer.created", "customer.updated"),
                first.stream().map(event -> event.type().wireName()).toList());
    }

    private static List<NewEvent> account(long row, AccountEvent... events) {
        var batch = batch(EntityKind.ACCOUNT, Stream.of(events).toList());
        return AccountTold.of(new Decoded("a|acme", row, batch), order -> Optional.of(EUR));
    }
}
