package sluice.http;

import java.util.List;
import sluice.stock.StockAnswer.StockView;

/**
 * A SKU's stock as JSON.
 *
 * @param version of the stock; the definition has its own
 * @param onHand below zero only where more was shipped than was on record
 * @param shortfall how much more is claimed than is on hand
 */
record StockLevels(
        String sku, long version, long onHand, long claimed, long available, long shortfall, List<Level> locations) {

    record Level(String location, long onHand) {}

    static StockLevels of(StockView view) {
        return new StockLevels(
                view.sku().value(),
                view.stockVersion(),
                view.onHandUnits(),
                view.claimed().units(),
                view.available().units(),
                view.shortfall().units(),
                view.locations().stream()
                        .map(at -> new Level(at.location().value(), at.onHandUnits()))
                        .toList());
    }
}
