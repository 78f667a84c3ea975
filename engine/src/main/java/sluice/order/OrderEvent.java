package sluice.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What has happened to one order. The names on the wire are for ever. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OrderEvent.Placed.class, name = "pl"),
    @JsonSubTypes.Type(value = OrderEvent.Abandoned.class, name = "ab"),
    @JsonSubTypes.Type(value = OrderEvent.Confirmed.class, name = "cf"),
    @JsonSubTypes.Type(value = OrderEvent.Released.class, name = "rl"),
    @JsonSubTypes.Type(value = OrderEvent.Shipped.class, name = "sh"),
    @JsonSubTypes.Type(value = OrderEvent.Delivered.class, name = "dl"),
    @JsonSubTypes.Type(value = OrderEvent.Cancelled.class, name = "ca"),
    @JsonSubTypes.Type(value = OrderEvent.Settled.class, name = "st"),
})
public sealed interface OrderEvent {

    /** The birth: the whole order as agreed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Placed(
            @JsonProperty("i") OrderId order,
            @JsonProperty("ch") Channel channel,
            @JsonProperty("a") @Nullable AccountId account,
            @JsonProperty("x") @Nullable String externalId,
            @JsonProperty("po") @Nullable String poNumber,
            @JsonProperty("c") Currency currency,
            @JsonProperty("l") List<PlacedLine> lines,
            @JsonProperty("m") Map<String, String> metadata,
            @JsonProperty("b") String placedBy)
            implements OrderEvent {}

    /** One line as agreed; its total is in minor units of the order's currency. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlacedLine(
            @JsonProperty("s") SkuId sku,
            @JsonProperty("q") Quantity quantity,
            @JsonProperty("u") BigDecimal unitPrice,
            @JsonProperty("t") long totalMinorUnits,
            @JsonProperty("d") @Nullable String description) {}

    /** The order was never placed and never will be; only ever event 1. */
    record Abandoned() implements OrderEvent {}

    record Confirmed() implements OrderEvent {}

    record Released(@JsonProperty("l") LocationId location) implements OrderEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shipped(
            @JsonProperty("l") List<ShippedLine> lines,
            @JsonProperty("f") LocationId location,
            @JsonProperty("c") @Nullable String carrier,
            @JsonProperty("k") @Nullable String trackingNumber)
            implements OrderEvent {}

    record ShippedLine(
            @JsonProperty("n") int line, @JsonProperty("q") Quantity quantity) {}

    record Delivered() implements OrderEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Cancelled(@JsonProperty("r") @Nullable String reason) implements OrderEvent {}

    /** Every effect up to this number is carried out. */
    record Settled(@JsonProperty("n") long effect) implements OrderEvent {}
}
