package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.SkuRow;
import sluice.view.MoneyView;

/** A SKU in a list: its definition, without its stock. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedSku(
        String sku, String name, long version, @Nullable MoneyView price, SkuBodies.Mode mode, String updatedAt) {

    static ListedSku of(SkuRow row) {
        var price = row.definition().price();
        return new ListedSku(
                row.sku().value(),
                row.definition().name(),
                row.version(),
                price == null ? null : MoneyView.of(price),
                SkuBodies.Mode.CLAIM,
                row.updatedAt().toString());
    }
}
