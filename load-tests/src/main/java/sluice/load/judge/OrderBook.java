package sluice.load.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.load.client.OrderContent;

/**
 * The book of one order. Its transitions: nothing → SUBMITTED or ABANDONED; SUBMITTED → CONFIRMED; CONFIRMED → PROCESSING;
 * CONFIRMED, PROCESSING → PROCESSING while a shipment leaves something open, SHIPPED when none is; SHIPPED → DELIVERED;
 * SUBMITTED, CONFIRMED, PROCESSING → CANCELLED while nothing has shipped.
 */
final class OrderBook implements Book {

    enum Status {
        NOTHING,
        SUBMITTED,
        CONFIRMED,
        PROCESSING,
        SHIPPED,
        DELIVERED,
        CANCELLED,
        ABANDONED;

        boolean isOpen() {
            return this == SUBMITTED || this == CONFIRMED || this == PROCESSING;
        }
    }

    /**
     * What an event asks of stock and account: what was shipped, or that all be freed.
     *
     * @param number of the event, counted from 1 over the order's life
     * @param quantities shipped, by SKU
     * @param worth of what was shipped, in minor units
     */
    record Effect(long number, boolean ships, Map<String, Long> quantities, long worth) {}

    private final UUID id;
    private final Ledger ledger;
    private final List<Effect> effects = new ArrayList<>();
    private Status status = Status.NOTHING;
    private long placedAtMillis;
    private @Nullable OrderContent content;
    private @Nullable String keyHash;
    private long[] shipped = new long[0];
    private long settled;
    private long events;
    private long billed;

    OrderBook(UUID id, Ledger ledger) {
        this.id = id;
        this.ledger = ledger;
    }

    @Override
    public void apply(Place place, long atMillis, Decoder.Event event) {
        events++;
        boolean first = status == Status.NOTHING;
        if (first != (event.type().equals("pl") || event.type().equals("ab")) || (first && place.sequence() != 1)) {
            ledger.breach(Rule.LEGAL_ORDER, place, "'" + event.type() + "' in state " + status);
        }
        switch (event.type()) {
            case "pl" -> place(place, atMillis, event);
            case "ab" -> status = Status.ABANDONED;
            case "cf" -> move(place, event, Status.CONFIRMED, Status.SUBMITTED);
            case "rl" -> move(place, event, Status.PROCESSING, Status.CONFIRMED);
            case "sh" -> ship(place, event);
            case "dl" -> move(place, event, Status.DELIVERED, Status.SHIPPED);
            case "ca" -> cancel(place, event);
            case "st" -> settle(place, Decoder.number(event.body(), "n"));
            default -> throw new IllegalArgumentException("no event of an order: " + event.body());
        }
    }

    private void place(Place place, long atMillis, Decoder.Event event) {
        var body = event.body();
        if (!Decoder.uuid(body.path("i")).equals(id)) {
            ledger.breach(Rule.LEGAL_ORDER, place, "it is the birth of order " + Decoder.uuid(body.path("i")));
        }
        var currency = body.path("c").asText();
        var lines = new ArrayList<OrderContent.Line>();
        for (var line : body.path("l")) {
            lines.add(line(place, line, currency));
        }
        if (lines.isEmpty()) {
            ledger.breach(Rule.LEGAL_ORDER, place, "an order without lines");
        }
        content = new OrderContent(
                id.toString(),
                body.path("ch").asText(),
                text(body, "a"),
                text(body, "x"),
                text(body, "po"),
                currency,
                lines);
        keyHash = text(event.origin().path("k"), "h");
        placedAtMillis = atMillis;
        shipped = new long[lines.size()];
        status = Status.SUBMITTED;
    }

    private OrderContent.Line line(Place place, JsonNode line, String currency) {
        long quantity = Decoder.number(line, "q");
        var unitPrice = price(line.path("u"));
        long total = Decoder.number(line, "t");
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        var exact = unitPrice.multiply(BigDecimal.valueOf(quantity)).movePointRight(digits);
        if (quantity <= 0 || unitPrice.signum() < 0) {
            ledger.breach(Rule.LEGAL_ORDER, place, "a line of " + quantity + " at " + unitPrice);
        }
        if (exact.setScale(0, RoundingMode.HALF_UP).longValue() != total) {
            ledger.breach(Rule.LEGAL_ORDER, place, "a line of %d at %s makes %d".formatted(quantity, unitPrice, total));
        }
        return new OrderContent.Line(line.path("s").asText(), quantity, unitPrice, total);
    }

    private static BigDecimal price(JsonNode value) {
        if (!value.isNumber() && !value.isTextual()) {
            throw new IllegalArgumentException("no price: " + value);
        }
        return new BigDecimal(value.asText());
    }

    private void move(Place place, Decoder.Event event, Status to, Status from) {
        if (status != from) {
            ledger.breach(Rule.LEGAL_ORDER, place, "'" + event.type() + "' in state " + status);
        }
        status = to;
    }

    private void ship(Place place, Decoder.Event event) {
        if (status != Status.CONFIRMED && status != Status.PROCESSING) {
            ledger.breach(Rule.LEGAL_ORDER, place, "shipped in state " + status);
        }
        var quantities = new TreeMap<String, Long>();
        for (var line : event.body().path("l")) {
            int index = (int) Decoder.number(line, "n") - 1;
            long quantity = Decoder.number(line, "q");
            if (index < 0 || index >= shipped.length || quantity <= 0 || quantity > open(index)) {
                ledger.breach(Rule.LEGAL_ORDER, place, "shipped %d of line %d".formatted(quantity, index + 1));
            } else {
                shipped[index] += quantity;
                quantities.merge(lines().get(index).sku(), quantity, Long::sum);
            }
        }
        long before = billed;
        billed = billed();
        effects.add(new Effect(events, true, quantities, billed - before));
        boolean anyOpen = false;
        for (int i = 0; i < shipped.length; i++) {
            anyOpen |= open(i) > 0;
        }
        status = anyOpen ? Status.PROCESSING : Status.SHIPPED;
    }

    private void cancel(Place place, Decoder.Event event) {
        for (long quantity : shipped) {
            if (quantity > 0) {
                ledger.breach(Rule.LEGAL_ORDER, place, "cancelled after a shipment");
            }
        }
        if (!status.isOpen()) {
            ledger.breach(Rule.LEGAL_ORDER, place, "'" + event.type() + "' in state " + status);
        }
        effects.add(new Effect(events, false, Map.of(), 0));
        status = Status.CANCELLED;
    }

    /** What has shipped is worth its share of each line's total, rounded half up. */
    private long billed() {
        long sum = 0;
        for (int i = 0; i < shipped.length; i++) {
            var line = lines().get(i);
            sum += BigDecimal.valueOf(line.totalMinorUnits())
                    .multiply(BigDecimal.valueOf(shipped[i]))
                    .divide(BigDecimal.valueOf(line.quantity()), 0, RoundingMode.HALF_UP)
                    .longValue();
        }
        return sum;
    }

    private void settle(Place place, long number) {
        if (number <= settled || effects.stream().noneMatch(effect -> effect.number() == number)) {
            ledger.breach(Rule.EFFECTS_ONCE, place, "effect " + number + " was settled, which is not due");
        }
        settled = number;
    }

    @Override
    public void close() {
        ledger.orders.put(id, this);
    }

    UUID id() {
        return id;
    }

    Status status() {
        return status;
    }

    boolean isPlaced() {
        return content != null;
    }

    long placedAtMillis() {
        return placedAtMillis;
    }

    @Nullable
    OrderContent content() {
        return content;
    }

    @Nullable
    String keyHash() {
        return keyHash;
    }

    List<Effect> effects() {
        return effects;
    }

    long settled() {
        return settled;
    }

    /** What is open of each SKU: claimed and neither shipped nor cancelled. */
    Map<String, Long> openBySku() {
        var open = new TreeMap<String, Long>();
        for (int i = 0; status.isOpen() && i < shipped.length; i++) {
            if (open(i) > 0) {
                open.merge(lines().get(i).sku(), open(i), Long::sum);
            }
        }
        return open;
    }

    private long open(int index) {
        return lines().get(index).quantity() - shipped[index];
    }

    private List<OrderContent.Line> lines() {
        return content == null ? List.of() : content.lines();
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.hasNonNull(field) ? body.path(field).asText() : null;
    }
}
