package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.stock.StockAnswer.StockView;
import sluice.view.MoneyView;

/**
 * A SKU as JSON.
 *
 * @param version of the definition; the stock has its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SkuView(
        String sku, String name, @Nullable MoneyView price, SkuBodies.Mode mode, long version, StockLevels stock) {

    static SkuView of(StockView view) {
        var price = view.definition().price();
        return new SkuView(
                view.sku().value(),
                view.definition().name(),
                price == null ? null : MoneyView.of(price),
                SkuBodies.Mode.CLAIM,
                view.definitionVersion(),
                StockLevels.of(view));
    }
}
