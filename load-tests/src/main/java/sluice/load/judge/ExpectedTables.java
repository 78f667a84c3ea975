package sluice.load.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What read models must hold after the rows of the journal that are shown, those of one entity one after the other and in order. */
final class ExpectedTables {

    private final Map<String, Map<String, String>> tables = new HashMap<>();
    private final Map<String, BigDecimal> figures = new HashMap<>();
    private String entity = "";
    private @Nullable OrderFold order;
    private StockFold stock = new StockFold("");
    private AccountFold account = new AccountFold("");

    void add(JournalRow row, Decoder.Batch batch) {
        if (!row.entity().equals(entity)) {
            close();
            entity = row.entity();
            var id = entity.substring(2);
            order = entity.startsWith("o|") ? new OrderFold(UUID.fromString(id)) : null;
            stock = new StockFold(id);
            account = new AccountFold(id);
        }
        for (var event : batch.events()) {
            switch (entity.charAt(0)) {
                case 'o' -> fold().add(batch.atMillis(), event);
                case 's' -> stock.add(row.sequence(), batch.atMillis(), event);
                default -> account.add(row.sequence(), batch.atMillis(), event);
            }
        }
    }

    private OrderFold fold() {
        if (order == null) {
            throw new IllegalStateException("not an order: " + entity);
        }
        return order;
    }

    void end() {
        close();
        entity = "";
        figures.forEach((figure, amount) ->
                put("daily_figure", figure, amount.stripTrailingZeros().toPlainString()));
    }

    private void close() {
        if (entity.startsWith("o|")) {
            fold().close();
        } else if (entity.startsWith("s|")) {
            stock.close();
        } else if (entity.startsWith("a|")) {
            account.close();
        }
    }

    /** The rows of a table by what names them; the caller may take them out. */
    Map<String, String> table(String name) {
        return tables.computeIfAbsent(name, absent -> new HashMap<>());
    }

    private void put(String table, String key, Object... columns) {
        var text = new StringBuilder();
        for (var column : columns) {
            text.append(text.isEmpty() ? "" : " ").append(column);
        }
        if (table(table).put(key, text.toString()) != null) {
            throw new IllegalStateException("two rows of " + table + " are called " + key);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).asText() : "-";
    }

    private final class StockFold {
        private final String sku;
        private final Map<UUID, Long> claims = new HashMap<>();
        private final Map<String, Long> levels = new TreeMap<>();
        private long onHand;
        private long version;
        private long rowNumber;
        private long definitions;
        private long entries;
        private String definition = "";

        StockFold(String sku) {
            this.sku = sku;
        }

        void add(long row, long atMillis, Decoder.Event event) {
            var body = event.body();
            rowNumber = row;
            version += event.type().equals("def") || event.type().equals("v") ? 0 : 1;
            switch (event.type()) {
                case "def" -> {
                    definitions++;
                    var price = body.path("d").path("p");
                    definition = "%s %d %s %s %d %d"
                            .formatted(
                                    text(body.path("d"), "n"),
                                    definitions,
                                    price.isObject() ? decimal(price.path("a")) : "-",
                                    text(price, "c"),
                                    atMillis,
                                    row);
                }
                case "rec" -> move(atMillis, event, "RECEIPT", Decoder.number(body, "q"), "-", text(body, "r"));
                case "adj" -> move(atMillis, event, text(body, "r"), Decoder.number(body, "d"), "-", "-");
                case "c" -> claims.put(Decoder.uuid(body.path("o")), Decoder.number(body, "q"));
                case "s" -> {
                    var order = Decoder.uuid(body.path("o"));
                    long units = Decoder.number(body, "q");
                    claims.computeIfPresent(order, (same, held) -> held - units + Decoder.numberOrZero(body, "x"));
                    claims.remove(order, 0L);
                    move(atMillis, event, "SHIPMENT", -units, order, "-");
                }
                case "r", "f" -> claims.remove(Decoder.uuid(body.path("o")));
                default -> {} // the word that an order exists
            }
        }

        private void move(
                long atMillis, Decoder.Event event, String reason, long delta, Object order, String reference) {
            var location = text(event.body(), "l");
            levels.merge(location, delta, Long::sum);
            onHand += delta;
            put(
                    "stock_ledger",
                    sku + " " + ++entries,
                    atMillis,
                    reason,
                    delta,
                    location,
                    onHand,
                    order,
                    reference,
                    text(event.origin(), "b"),
                    text(event.origin(), "r"));
        }

        void close() {
            if (definitions > 0) {
                put("sku_list", sku, definition);
            }
            long claimed = claims.values().stream().mapToLong(Long::longValue).sum();
            put("stock_total", sku, onHand, claimed, Math.max(0, onHand - claimed), version, rowNumber);
            levels.forEach((location, units) -> put("stock_level", sku + " " + location, units));
            claims.forEach((order, units) -> put("stock_claim", sku + " " + order, units));
        }
    }

    private static String decimal(JsonNode value) {
        return new BigDecimal(value.asText()).stripTrailingZeros().toPlainString();
    }

    private final class AccountFold {
        private final String id;
        private long definitions;
        private String definition = "";
        private String currency = "";
        private long netDays;
        private long balance;
        private long entries;

        AccountFold(String id) {
            this.id = id;
        }

        void add(long row, long atMillis, Decoder.Event event) {
            var body = event.body();
            switch (event.type()) {
                case "def" -> {
                    var terms = body.path("d");
                    currency = text(terms.path("l"), "c");
                    netDays = Decoder.number(terms, "d");
                    definition = "%s %d %d %s %d %d %d"
                            .formatted(
                                    text(terms, "n"),
                                    ++definitions,
                                    Decoder.number(terms.path("l"), "m"),
                                    currency,
                                    netDays,
                                    atMillis,
                                    row);
                }
                case "i" -> {
                    long amount = Decoder.numberOrZero(body, "m");
                    balance += amount;
                    long due = atMillis + Duration.ofDays(netDays).toMillis();
                    enter(atMillis, "INVOICE", amount, Decoder.uuid(body.path("o")), due, "-");
                }
                case "pay" -> {
                    long amount = Decoder.number(body.path("m"), "m");
                    balance -= amount;
                    enter(atMillis, "PAYMENT", amount, "-", "-", text(body, "r"));
                }
                default -> {} // pledges
            }
        }

        private void enter(long atMillis, String type, long amount, Object order, Object due, String reference) {
            put(
                    "account_entry",
                    id + " " + ++entries,
                    atMillis,
                    type,
                    amount,
                    currency,
                    balance,
                    order,
                    due,
                    reference);
        }

        void close() {
            if (definitions > 0) {
                put("account_list", id, definition);
            }
        }
    }

    private final class OrderFold {
        private static final long[] BOUNDS_MINUTES = {1, 10, 60, 240, 1_440, 4_320, 10_080};

        private final UUID id;
        private String status = "";
        private String channel = "";
        private String agreed = "";
        private String counts = "";
        private long[] ordered = new long[0];
        private long[] shipped = new long[0];
        private long version;
        private long shipments;
        private long sinceMillis;
        private long placedMillis;
        private long updatedMillis;

        OrderFold(UUID id) {
            this.id = id;
        }

        void add(long atMillis, Decoder.Event event) {
            var body = event.body();
            var before = status;
            var day = LocalDate.ofInstant(Instant.ofEpochMilli(atMillis), ZoneOffset.UTC);
            if (event.type().equals("st") || event.type().equals("ab")) {
                return;
            }
            version++;
            updatedMillis = atMillis;
            switch (event.type()) {
                case "pl" -> place(day, atMillis, body);
                case "cf" -> status = "CONFIRMED";
                case "rl" -> status = "PROCESSING";
                case "sh" -> ship(day, body);
                case "dl" -> {
                    status = "DELIVERED";
                    count(day, "orders-delivered", "", 1);
                }
                case "ca" -> {
                    status = "CANCELLED";
                    count(day, "orders-cancelled", "", 1);
                    count(day, "units-cancelled", "", sum(ordered));
                }
                default -> throw new IllegalArgumentException("no event of an order: " + body);
            }
            if (!before.isEmpty() && !before.equals(status)) {
                long millis = atMillis - sinceMillis;
                var name = before + ">" + status;
                count(day, "transitions", name, 1);
                count(day, "transition-millis", name, Math.max(0, millis));
                for (long minutes : BOUNDS_MINUTES) {
                    var bound = Duration.ofMinutes(minutes);
                    count(day, "transitions-within", name + ">" + bound, millis <= bound.toMillis() ? 1 : 0);
                }
            }
            sinceMillis = before.equals(status) ? sinceMillis : atMillis;
        }

        private void place(LocalDate day, long atMillis, JsonNode body) {
            status = "SUBMITTED";
            channel = text(body, "ch");
            placedMillis = atMillis;
            var lines = body.path("l");
            ordered = new long[lines.size()];
            shipped = new long[lines.size()];
            long total = 0;
            var skus = new TreeSet<String>();
            for (int index = 0; index < ordered.length; index++) {
                ordered[index] = Decoder.number(lines.path(index), "q");
                total += Decoder.number(lines.path(index), "t");
                skus.add(text(lines.path(index), "s"));
            }
            skus.forEach(sku -> put("order_list_sku", id + " " + sku, atMillis));
            agreed = "%s %s %s %s %s %d"
                    .formatted(text(body, "a"), channel, text(body, "x"), text(body, "po"), text(body, "c"), total);
            counts = ordered.length + " " + sum(ordered);
            count(day, "orders-placed", "", 1);
            count(day, "lines-placed", "", ordered.length);
            count(day, "units-placed", "", sum(ordered));
            count(day, "value-placed", text(body, "c"), total);
        }

        private void ship(LocalDate day, JsonNode body) {
            long before = sum(shipped);
            for (var line : body.path("l")) {
                shipped[(int) Decoder.number(line, "n") - 1] += Decoder.number(line, "q");
            }
            long left = sum(shipped) - before;
            boolean complete = sum(shipped) == sum(ordered);
            status = complete ? "SHIPPED" : "PROCESSING";
            count(day, "shipments", "", 1);
            count(day, "units-shipped", "", left);
            count(day, "orders-shipped", "", complete ? 1 : 0);
            if (++shipments == 1) {
                long filled = 0;
                for (int index = 0; index < ordered.length; index++) {
                    filled += ordered[index] == shipped[index] ? 1 : 0;
                }
                count(day, "first-shipment-orders", "", 1);
                count(day, "first-shipment-orders-filled", "", complete ? 1 : 0);
                count(day, "first-shipment-lines", "", ordered.length);
                count(day, "first-shipment-lines-filled", "", filled);
                count(day, "first-shipment-units", "", sum(ordered));
                count(day, "first-shipment-units-filled", "", left);
            }
        }

        private static long sum(long[] units) {
            return Arrays.stream(units).sum();
        }

        private void count(LocalDate day, String figure, String detail, long amount) {
            if (amount != 0) {
                figures.merge(
                        day + " " + channel + " " + figure + " " + detail, BigDecimal.valueOf(amount), BigDecimal::add);
            }
        }

        void close() {
            if (status.isEmpty()) {
                return;
            }
            long left = sum(shipped);
            var fulfilment = left == 0 ? "NONE" : left == sum(ordered) ? "COMPLETE" : "PARTIAL";
            put("order_list", id.toString(), status, fulfilment, version, agreed, counts, placedMillis, updatedMillis);
        }
    }
}
