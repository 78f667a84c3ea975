package sluice.load.judge;

import java.util.ArrayList;
import java.util.HashMap;

/** The book of one SKU: at every prefix, live claims + shipped ≤ received + adjustments, but for what losses took. */
final class StockBook implements Book {

    private final String sku;
    private final Ledger ledger;
    private final Earmarked claims;
    private final Timeline available = new Timeline();
    private boolean defined;
    private long received;
    private long adjusted;
    private long shipped;
    private long allowedShortfall;

    StockBook(String sku, Ledger ledger) {
        this.sku = sku;
        this.ledger = ledger;
        this.claims = new Earmarked(ledger, Rule.LEGAL_STOCK, "claim");
    }

    @Override
    public void apply(Place place, long atMillis, Decoder.Event event) {
        var body = event.body();
        if (!defined && !event.type().equals("def")) {
            ledger.breach(Rule.LEGAL_STOCK, place, "'" + event.type() + "' before the SKU was defined");
        }
        switch (event.type()) {
            case "def" -> defined = true;
            case "rec" -> receive(place, event);
            case "adj" -> {
                long delta = Decoder.number(body, "d");
                adjusted += delta;
                if (delta < 0) {
                    allowedShortfall = Math.max(allowedShortfall, shortfall());
                }
            }
            case "c" -> claims.open(place, Decoder.uuid(body.path("o")), positive(place, Decoder.number(body, "q")));
            case "r" -> claims.release(place, Decoder.uuid(body.path("o")));
            case "v" -> Decoder.uuids(body.path("o")).forEach(order -> claims.vouch(place, order));
            case "s" -> ship(place, event);
            case "f" -> {
                var order = Decoder.uuid(body.path("o"));
                long number = Decoder.number(body, "n");
                ledger.apply(order, number, place, "f", 0);
                claims.take(place, order, number, 0, true);
            }
            default -> throw new IllegalArgumentException("no event of a SKU: " + body);
        }
        if (shortfall() > allowedShortfall) {
            ledger.breach(
                    Rule.NO_OVERSELL,
                    place,
                    "%d claimed and %d shipped of %d received and %d adjusted"
                            .formatted(claims.total(), shipped, received, adjusted));
        }
        allowedShortfall = Math.min(allowedShortfall, shortfall());
        available.add(atMillis, received + adjusted - shipped - claims.total());
    }

    private void receive(Place place, Decoder.Event event) {
        long quantity = positive(place, Decoder.number(event.body(), "q"));
        received += quantity;
        if (event.body().has("r")) {
            ledger.receipts
                    .computeIfAbsent(event.body().path("r").asText(), reference -> new ArrayList<>())
                    .add(new Ledger.Receipt(sku, quantity));
        }
    }

    private void ship(Place place, Decoder.Event event) {
        var order = Decoder.uuid(event.body().path("o"));
        long number = Decoder.number(event.body(), "n");
        long quantity = positive(place, Decoder.number(event.body(), "q"));
        long unclaimed = Decoder.numberOrZero(event.body(), "x");
        if (unclaimed != 0) {
            ledger.breach(
                    Rule.LEGAL_STOCK, place, "%d units shipped unclaimed, of order %s".formatted(unclaimed, order));
        }
        shipped += quantity;
        ledger.apply(order, number, place, "s", quantity);
        claims.take(place, order, number, quantity - unclaimed, false);
    }

    private long positive(Place place, long quantity) {
        if (quantity <= 0) {
            ledger.breach(Rule.LEGAL_STOCK, place, "a quantity of " + quantity);
        }
        return quantity;
    }

    private long shortfall() {
        return Math.max(0, claims.total() + shipped - received - adjusted);
    }

    @Override
    public void close() {
        ledger.available.put(sku, available);
        claims.live()
                .forEach((order, quantity) -> ledger.claims
                        .computeIfAbsent(order, key -> new HashMap<>())
                        .put(sku, quantity));
    }
}
