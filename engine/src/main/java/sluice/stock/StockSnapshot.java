package sluice.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.EarmarksSnapshot;
import sluice.value.LocationId;
import sluice.value.SkuId;

/** A {@link StockState} as it is stored; the names on the wire are for ever. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StockSnapshot(
        @JsonProperty("i") SkuId sku,
        @JsonProperty("d") @Nullable SkuDefinition definition,
        @JsonProperty("dv") long definitionVersion,
        @JsonProperty("sv") long stockVersion,
        @JsonProperty("r") long receivedUnits,
        @JsonProperty("a") long adjustedUnits,
        @JsonProperty("s") long shippedUnits,
        @JsonProperty("l") List<OnHand> onHand,
        @JsonProperty("c") EarmarksSnapshot claims) {

    /** What one location holds. */
    public record OnHand(
            @JsonProperty("l") LocationId location,
            @JsonProperty("u") long units) {}
}
