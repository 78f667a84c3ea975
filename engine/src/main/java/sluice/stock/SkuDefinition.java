package sluice.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a SKU is called and costs.
 *
 * @param price for orders that bring no price of their own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SkuDefinition(
        @JsonProperty("n") String name,
        @JsonProperty("p") @Nullable Price price) {

    /** A price of one unit, with up to six decimals. */
    public record Price(
            @JsonProperty("a") BigDecimal amount,
            @JsonProperty("c") Currency currency) {}
}
