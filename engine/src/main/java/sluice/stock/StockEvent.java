package sluice.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** What has happened to one SKU. The names on the wire are for ever. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StockEvent.Defined.class, name = "def"),
    @JsonSubTypes.Type(value = StockEvent.Received.class, name = "rec"),
    @JsonSubTypes.Type(value = StockEvent.Adjusted.class, name = "adj"),
    @JsonSubTypes.Type(value = StockEvent.Claimed.class, name = "c"),
    @JsonSubTypes.Type(value = StockEvent.Released.class, name = "r"),
    @JsonSubTypes.Type(value = StockEvent.Vouched.class, name = "v"),
    @JsonSubTypes.Type(value = StockEvent.Shipped.class, name = "s"),
    @JsonSubTypes.Type(value = StockEvent.Freed.class, name = "f"),
})
public sealed interface StockEvent {

    record Defined(@JsonProperty("d") SkuDefinition definition) implements StockEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Received(
            @JsonProperty("q") Quantity quantity,
            @JsonProperty("l") LocationId location,
            @JsonProperty("r") @Nullable String reference)
            implements StockEvent {}

    record Adjusted(
            @JsonProperty("d") long deltaUnits,
            @JsonProperty("l") LocationId location,
            @JsonProperty("r") AdjustmentReason reason)
            implements StockEvent {}

    /** A quantity is set aside for an order that is not yet known to exist. */
    record Claimed(
            @JsonProperty("o") OrderId order,
            @JsonProperty("q") Quantity quantity) implements StockEvent {}

    /** An unvouched claim is given back, all of it. */
    record Released(@JsonProperty("o") OrderId order) implements StockEvent {}

    /** These orders exist: their claims are released by numbered effects only. */
    record Vouched(@JsonProperty("o") List<OrderId> orders) implements StockEvent {}

    /**
     * A quantity of an order's claim has left a location.
     *
     * @param unclaimed how much of it the order had no claim for: a discrepancy, zero in a healthy system
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Shipped(
            @JsonProperty("o") OrderId order,
            @JsonProperty("n") long effect,
            @JsonProperty("q") Quantity quantity,
            @JsonProperty("l") LocationId location,
            @JsonProperty("x") long unclaimed)
            implements StockEvent {}

    /** What was left of an order's claim is given back. */
    record Freed(
            @JsonProperty("o") OrderId order,
            @JsonProperty("n") long effect) implements StockEvent {}
}
