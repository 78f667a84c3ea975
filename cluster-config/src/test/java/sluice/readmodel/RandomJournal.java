package sluice.readmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.Decision;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.journal.JournalFormat;
import sluice.journal.ScratchJournal;
import sluice.journal.TailOffset;
import sluice.journal.TailRow;
import sluice.order.Channel;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;
import sluice.value.Slot;

/** Orders, SKUs and accounts that live at random, all mixed, and what the rules and a count of their own say of them. */
final class RandomJournal {

    static final Currency EURO = Currency.getInstance("EUR");
    private static final LocationId MAIN = new LocationId("main");
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<OrderCommand> COMMANDS = List.of(
            new OrderCommand.Confirm(),
            new OrderCommand.Release(MAIN),
            new OrderCommand.Ship(List.of(), null, null, null),
            new OrderCommand.Ship(List.of(new OrderCommand.LineQuantity(1, Quantity.of(1))), null, null, null),
            new OrderCommand.Deliver(),
            new OrderCommand.Cancel("why not"));

    private final JournalFormat format = new JournalFormat();
    private final OrderRules rules = new OrderRules();
    private final SplittableRandom random;
    private final ScratchJournal database;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, OrderState> orders = new TreeMap<>();
    private final Map<String, Instant> updated = new HashMap<>();
    private final Map<String, SkuRow> skus = new TreeMap<>();
    private final Map<String, AccountRow> accounts = new TreeMap<>();
    private final Map<String, RandomStock> stocks = new TreeMap<>();
    private final Map<String, List<String>> statements = new TreeMap<>(); // oldest first
    private final Map<String, Long> balances = new HashMap<>();
    private final PlainDays days = new PlainDays();
    private final List<TailRow> rows = new ArrayList<>();
    private long millis;

    RandomJournal(SplittableRandom random, ScratchJournal database) {
        this.random = random;
        this.database = database;
    }

    void append(int rowCount) {
        int end = rows.size() + rowCount;
        while (rows.size() < end) {
            millis += random.nextInt(3); // often two in one millisecond
            millis += random.nextInt(40) == 0 ? random.nextInt(100_000_000) : 0; // sometimes a day
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> place();
                case 3 -> abandon();
                case 4, 5, 6 -> advance();
                case 7, 8 -> stock();
                default -> account();
            }
        }
    }

    private void place() {
        var order = OrderId.next(Slot.random());
        var lines = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(line -> new OrderEvent.PlacedLine(
                        new SkuId(anySku()), Quantity.of(1 + random.nextInt(5)), BigDecimal.ONE, 100 + line, null))
                .toList();
        change(
                order.toString(),
                List.of(new OrderEvent.Placed(
                        order,
                        any(Channel.values()),
                        random.nextBoolean() ? new AccountId(anyAccount()) : null,
                        random.nextBoolean() ? "ext/" + random.nextInt(20) : null,
                        random.nextInt(5) == 0 ? "PO " + random.nextInt(5) : null,
                        EURO,
                        lines,
                        Map.of(),
                        "a test")));
    }

    private void abandon() {
        var order = OrderId.next(Slot.random()).toString();
        change(order, List.of(new OrderEvent.Abandoned()));
    }

    private void advance() {
        var placed =
                orders.values().stream().filter(state -> state.order() != null).toList();
        if (placed.isEmpty()) {
            return;
        }
        var state = placed.get(random.nextInt(placed.size()));
        var order = state.placed();
        var command = !state.unsettled().isEmpty() && random.nextBoolean()
                ? new OrderCommand.Settle(state.unsettled().getFirst().number())
                : any(COMMANDS.toArray(OrderCommand[]::new));
        if (rules.decide(state, command, now())
                        instanceof Decision.Accepted<OrderEvent, OrderRejection>(List<OrderEvent> events)
                && !events.isEmpty()) {
            change(order.id().toString(), events);
        }
    }

    private void change(String id, List<OrderEvent> events) {
        var state = orders.getOrDefault(id, rules.initial(id));
        var before = state.order();
        for (var event : events) {
            state = rules.apply(state, event, now());
        }
        orders.put(id, state);
        if (state.order() != null && !state.order().equals(before)) {
            updated.put(id, now());
        }
        days.changed(before, state.order(), now());
        append(EntityKind.ORDER, id, events);
    }

    private void stock() {
        var sku = anySku();
        var stock = stocks.computeIfAbsent(sku, absent -> new RandomStock(sku, random));
        var events = new ArrayList<StockEvent>();
        if (!stock.isDefined() || random.nextInt(6) == 0) {
            var price = random.nextBoolean()
                    ? new SkuDefinition.Price(new BigDecimal("1." + (10 + random.nextInt(90))), EURO)
                    : null;
            var definition = new SkuDefinition("def " + random.nextInt(100), price);
            var known = skus.get(sku);
            skus.put(sku, new SkuRow(new SkuId(sku), definition, known == null ? 1 : known.version() + 1, now()));
            stock.add(new StockEvent.Defined(definition), now());
            events.add(new StockEvent.Defined(definition));
        }
        for (int command = random.nextInt(5); command >= 0; command--) {
            events.addAll(stock.next(now()));
        }
        if (!events.isEmpty()) {
            append(EntityKind.STOCK, sku, events);
        }
    }

    private void account() {
        var account = anyAccount();
        var order = OrderId.next(Slot.random());
        var events = new ArrayList<AccountEvent>();
        events.add(new AccountEvent.Pledged(order, 100));
        if (random.nextBoolean() || !accounts.containsKey(account)) {
            var terms = new AccountTerms("name", new Money(random.nextInt(1000), EURO), random.nextInt(3) * 10);
            var known = accounts.get(account);
            accounts.put(
                    account,
                    new AccountRow(new AccountId(account), terms, known == null ? 1 : known.version() + 1, now()));
            events.add(new AccountEvent.Defined(terms));
        }
        if (random.nextBoolean()) {
            long amount = random.nextInt(10_000);
            events.add(new AccountEvent.Invoiced(order, 1, amount, true, 0));
            enter(account, "INVOICE", amount, order + " " + now().plus(Duration.ofDays(netDays(account))) + " -");
        }
        if (random.nextInt(3) == 0) {
            long amount = 1L + random.nextInt(10_000);
            events.add(new AccountEvent.PaymentReceived(new Money(amount, EURO), "pay"));
            enter(account, "PAYMENT", amount, "- - pay");
        }
        append(EntityKind.ACCOUNT, account, events);
    }

    private int netDays(String account) {
        var known = accounts.get(account);
        return known == null ? -1 : known.terms().netDays();
    }

    private void enter(String account, String type, long amount, String rest) {
        long balance = balances.merge(account, type.equals("INVOICE") ? amount : -amount, Long::sum);
        var entries = statements.computeIfAbsent(account, absent -> new ArrayList<>());
        entries.add("%d %s %s %d %d %s".formatted(entries.size() + 1, now(), type, amount, balance, rest));
    }

    /** An entry as the list has it, in the words of {@link #statement}. */
    static String words(AccountEntry entry) {
        return "%d %s %s %d %d %s %s %s"
                .formatted(
                        entry.number(),
                        entry.at(),
                        entry.type(),
                        entry.amount().minorUnits(),
                        entry.balance().minorUnits(),
                        entry.order() == null ? "-" : entry.order(),
                        entry.dueAt() == null ? "-" : entry.dueAt(),
                        entry.reference() == null ? "-" : entry.reference());
    }

    /** What the statement of the account must say, the newest first. */
    List<String> statement(AccountId account) {
        return statements.getOrDefault(account.value(), List.of()).reversed();
    }

    List<StockRow> stockRows() {
        return stocks.values().stream()
                .filter(RandomStock::isDefined)
                .map(RandomStock::row)
                .sorted(Comparator.comparing(row -> row.sku().value()))
                .toList();
    }

    /** What the ledger of the SKU must say, the newest first. */
    List<String> ledger(SkuId sku) {
        var stock = stocks.get(sku.value());
        return stock == null ? List.of() : stock.ledger.reversed();
    }

    /** The open claims: SKU, order and units. */
    List<String> claims() {
        return stocks.entrySet().stream()
                .flatMap(stock -> stock.getValue().claims.entrySet().stream()
                        .map(claim -> stock.getKey() + " " + claim.getKey() + " " + claim.getValue()))
                .sorted()
                .toList();
    }

    /** The daily figures: day, channel, figure, detail and amount. */
    List<String> days() {
        return days.figures.entrySet().stream()
                .map(figure -> figure.getKey() + " " + figure.getValue())
                .toList();
    }

    private <E> void append(EntityKind kind, String id, List<E> events) {
        var persistenceId = kind.persistenceId(id);
        long sequence = sequences.merge(persistenceId, 1L, Long::sum);
        var payload = written(new Batch<>(kind, now(), List.of(new Batch.Entry<>(Origin.TIMER, List.copyOf(events)))));
        database.append(persistenceId, sequence, format.manifest(kind), payload);
        rows.add(new TailRow(
                new TailOffset(1, rows.size()), persistenceId, sequence, "w", now(), format.manifest(kind), payload));
    }

    private byte[] written(Batch<?> batch) {
        try {
            return format.write(batch);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Instant now() {
        return BEGIN.plusMillis(millis);
    }

    String anySku() {
        return "sku-" + "ABÉ日".charAt(random.nextInt(4)) + random.nextInt(4);
    }

    String anyAccount() {
        return "acc " + random.nextInt(6);
    }

    <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Nullable
    Instant anyTime() {
        return BEGIN.plusMillis(random.nextLong(millis + 1));
    }

    /** The rows appended so far, in order. */
    List<TailRow> rows() {
        return List.copyOf(rows);
    }

    /** What the list of all orders must be. */
    List<OrderRow> orders() {
        return orders.entrySet().stream()
                .filter(entry -> entry.getValue().order() != null)
                .map(entry -> OrderRow.of(entry.getValue().placed(), at(entry.getKey())))
                .sorted(Comparator.comparing(OrderRow::placedAt)
                        .thenComparing(row -> row.id().toString())
                        .reversed())
                .toList();
    }

    private Instant at(String order) {
        var at = updated.get(order);
        if (at == null) {
            throw new AssertionError(order);
        }
        return at;
    }

    /** The SKUs on the lines of the order. */
    boolean orders(OrderRow row, SkuId sku) {
        var state = orders.get(row.id().toString());
        return state != null
                && state.placed().lines().stream().anyMatch(line -> line.sku().equals(sku));
    }

    List<SkuRow> skus() {
        return skus.values().stream()
                .sorted(Comparator.comparing(row -> row.sku().value()))
                .toList();
    }

    List<AccountRow> accounts() {
        return List.copyOf(accounts.values());
    }
}
