package sluice.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRules;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.Batch.Entry;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.journal.TailOffset;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.order.OrderEvent.PlacedLine;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.placement.WantedOrder;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRules;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * A history made by hand, before a judge. It begins with ten tees at "main", and with the account acme, which has a limit of 100
 * euros; a tee costs ten euros. A second passes with each step.
 */
final class History {

    static final SkuId TEE = new SkuId("tee");
    static final AccountId ACME = new AccountId("acme");
    static final LocationId MAIN = new LocationId("main");
    static final Currency EUR = Currency.getInstance("EUR");
    static final SkuDefinition TEES = new SkuDefinition("Tee", null);
    static final AccountTerms TERMS = new AccountTerms("Acme", new Money(10_000, EUR), 30);
    static final Origin NONE = new Origin("life", null, null, null, null, null);

    private static final long TEE_CENTS = 1_000;
    private static final StockRules STOCK = new StockRules();
    private static final AccountRules ACCOUNTS = new AccountRules();
    private static final OrderRules ORDERS = new OrderRules();

    long nowMicros;
    final Judge judge =
            new Judge(new Life(1, List.of(0), 100, List.of(), List.of(), List.of(), List.of()), () -> nowMicros);
    final List<Row> rows = new ArrayList<>();
    final Quietness remains = new Quietness();
    private final Map<String, Long> sequences = new HashMap<>();

    History() {
        row("s|tee", entry(NONE, new StockEvent.Defined(TEES), received(10)));
        nowMicros = 0; // both are there from the beginning
        row("a|acme", entry(NONE, new AccountEvent.Defined(TERMS)));
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
    }

    static StockEvent received(long units) {
        return new StockEvent.Received(Quantity.of(units), MAIN, null);
    }

    static Entry<Object> entry(Origin origin, Object... events) {
        return new Entry<>(origin, List.of(events));
    }

    /** Where all comes from that an attempt effects. */
    static Origin origin(Attempt attempt) {
        var key = attempt.act.key();
        return new Origin(
                "client",
                null,
                null,
                attempt.requestId(),
                null,
                key == null ? null : new Origin.IdempotencyKey(key, "fingerprint"));
    }

    void step() {
        nowMicros += 1_000_000;
    }

    /** The next row of an entity, by the one writer that it has here. */
    Row row(String persistenceId, Entry<Object> entry) {
        return row(persistenceId, sequences.getOrDefault(persistenceId, 0L) + 1, "writer of " + persistenceId, entry);
    }

    Row row(String persistenceId, long sequence, String writer, Entry<Object> entry) {
        sequences.put(persistenceId, sequence);
        var batch = new Batch<>(
                EntityKind.ofPersistenceId(persistenceId), Instant.EPOCH.plusMillis(nowMicros / 1_000), List.of(entry));
        var offset = new TailOffset(100 + rows.size(), 100 + rows.size());
        return commit(new Row(persistenceId, sequence, writer, offset, batch, nowMicros));
    }

    Row commit(Row row) {
        rows.add(row);
        judge.committed(row);
        step();
        return row;
    }

    Attempt place(int act, int nth, @Nullable String key, @Nullable String externalId, long units) {
        var line = new WantedOrder.WantedLine(TEE, Quantity.of(units), new BigDecimal("10.00"), null);
        var wanted = new WantedOrder(Channel.API, ACME, externalId, null, EUR, List.of(line), Map.of());
        return sent(act, nth, key, new Act.Place(wanted), null);
    }

    Attempt ask(int act, @Nullable String key, OrderId order, OrderCommand command) {
        return sent(act, 1, key, new Act.OfOrder(1, command), order);
    }

    Attempt ask(int act, int nth, @Nullable String key, StockCommand command) {
        return sent(act, nth, key, new Act.OfSku(TEE, command), null);
    }

    Attempt ask(int act, @Nullable String key, AccountCommand command) {
        return sent(act, 1, key, new Act.OfAccount(ACME, command), null);
    }

    private Attempt sent(int act, int nth, @Nullable String key, Act.Wish wish, @Nullable OrderId order) {
        var attempt = new Attempt(new Act(act, 0, 0, key, false, wish), nth, 0, nowMicros, order);
        judge.sent(attempt);
        step();
        return attempt;
    }

    void claim(int order, long units) {
        row("s|tee", entry(Origin.PLACEMENT, new StockEvent.Claimed(order(order), Quantity.of(units))));
    }

    void pledge(int order, long cents) {
        row("a|acme", entry(Origin.PLACEMENT, new AccountEvent.Pledged(order(order), cents)));
    }

    static Placed placed(int order, @Nullable String externalId, long units) {
        var line = new PlacedLine(TEE, Quantity.of(units), new BigDecimal("10.00"), units * TEE_CENTS, null);
        return placed(order, externalId, line);
    }

    static Placed placed(int order, @Nullable String externalId, PlacedLine line) {
        return new Placed(order(order), Channel.API, ACME, externalId, null, EUR, List.of(line), Map.of(), "client");
    }

    /** The order is born as the attempt wants it; nothing else. */
    Order birth(Attempt attempt, int order) {
        var wanted = ((Act.Place) attempt.act.wish()).order();
        var placed = placed(
                order, wanted.externalId(), wanted.lines().getFirst().quantity().units());
        var row = row("o|" + order(order), entry(origin(attempt), placed));
        return OrderState.order(placed, row.batch().at());
    }

    /** The order is claimed, pledged, and born. */
    Order granted(Attempt attempt, int order) {
        long units = ((Act.Place) attempt.act.wish())
                .order()
                .lines()
                .getFirst()
                .quantity()
                .units();
        claim(order, units);
        pledge(order, units * TEE_CENTS);
        return birth(attempt, order);
    }

    /** An order of so many tees, all the way from its client and back, under a key. */
    Order placedOrder(int order, String key, long units) {
        var attempt = place(order, 1, key, null, units);
        var answer = granted(attempt, order);
        done(attempt, answer, false);
        return answer;
    }

    /** An event of an order that a client asks for, and its answer. */
    void change(int act, int order, OrderCommand command, OrderEvent event) {
        var attempt = ask(act, null, order(order), command);
        row("o|" + order(order), entry(origin(attempt), event));
        done(attempt, view(order), false);
    }

    /** The order leaves the house, whole, and nobody has been told yet. */
    void ship(int act, int order, long units) {
        change(act, order, new OrderCommand.Confirm(), new OrderEvent.Confirmed());
        var lines = List.of(new OrderEvent.ShippedLine(1, Quantity.of(units)));
        var command = new OrderCommand.Ship(List.of(), null, null, null);
        change(act + 1, order, command, new OrderEvent.Shipped(lines, MAIN, null, null));
    }

    void shipped(int order, long effect, long units) {
        var event = new StockEvent.Shipped(order(order), effect, Quantity.of(units), MAIN, 0);
        row("s|tee", entry(Origin.ofOrder(order(order).toString(), effect), event));
    }

    void invoiced(int order, long effect, long units, boolean last) {
        var event = new AccountEvent.Invoiced(order(order), effect, units * TEE_CENTS, last, 0);
        row("a|acme", entry(Origin.ofOrder(order(order).toString(), effect), event));
    }

    void settled(int order, long effect) {
        row("o|" + order(order), entry(Origin.TIMER, new OrderEvent.Settled(effect)));
    }

    void done(Attempt attempt, Message answer, boolean replayed) {
        answered(attempt, new Outcome.Done<>(answer, replayed));
    }

    void refused(Attempt attempt, Message reason) {
        answered(attempt, new Outcome.Refused<>(reason));
    }

    void answered(Attempt attempt, Outcome<?, ?> outcome) {
        attempt.answeredMicros = nowMicros;
        attempt.outcome = outcome;
        judge.answered(attempt);
        step();
    }

    /** The tail reads all, and all is quiet; references are what they should be. */
    void quiet() {
        judge.tailed(rows);
        judge.quiet(remains);
    }

    Message tees() {
        return STOCK.view(Replayed.of("s|tee", STOCK, rows).state());
    }

    Message acme() {
        return ACCOUNTS.view(Replayed.of("a|acme", ACCOUNTS, rows).state());
    }

    Message view(int order) {
        return ORDERS.view(Replayed.of("o|" + order(order), ORDERS, rows).state());
    }
}
