package sluice.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.event.EventModel.Decoded;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.LocationId;
import sluice.view.MoneyView;

/**
 * What is told of SKUs: what came in or was adjusted, and definitions. Claims and shipments are the orders' to tell. The levels after an
 * event are not told: a SKU may have had a million claims, and its whole history would have to be read.
 */
final class StockTold {

    private StockTold() {}

    /** The events of one row; their sequence is the row's. */
    static List<NewEvent> of(Decoded row) {
        var events = new ArrayList<NewEvent>();
        int index = 0;
        for (var event : row.batch().events().toList()) {
            int place = index++;
            told(row.id(), (StockEvent) event).ifPresent(told -> events.add(told.of(row, place, "stock", null)));
        }
        return events;
    }

    private static Optional<Told> told(String sku, StockEvent event) {
        return switch (event) {
            case StockEvent.Defined defined -> Optional.of(product(sku, defined.definition()));
            case StockEvent.Received received ->
                Optional.of(adjusted(
                        sku, received.location(), received.quantity().units(), "RECEIPT", received.reference()));
            case StockEvent.Adjusted adjusted ->
                Optional.of(adjusted(
                        sku,
                        adjusted.location(),
                        adjusted.deltaUnits(),
                        adjusted.reason().name(),
                        null));
            case StockEvent.Claimed claimed -> Optional.empty();
            case StockEvent.Released released -> Optional.empty();
            case StockEvent.Vouched vouched -> Optional.empty();
            case StockEvent.Shipped shipped -> Optional.empty();
            case StockEvent.Freed freed -> Optional.empty();
        };
    }

    private static Told product(String sku, SkuDefinition definition) {
        var product = new LinkedHashMap<String, Object>();
        product.put("sku", sku);
        product.put("name", definition.name());
        var price = definition.price();
        if (price != null) {
            product.put("price", MoneyView.of(price));
        }
        return new Told(EventType.PRODUCT_UPDATED, Map.of("product", product));
    }

    private static Told adjusted(
            String sku, LocationId location, long deltaUnits, String reason, @Nullable String reference) {
        var stock = new LinkedHashMap<String, Object>();
        stock.put("sku", sku);
        stock.put("location", location.value());
        stock.put("delta", deltaUnits);
        stock.put("reason", reason);
        if (reference != null) {
            stock.put("reference", reference);
        }
        return new Told(EventType.STOCK_ADJUSTED, Map.of("stock", stock));
    }
}
