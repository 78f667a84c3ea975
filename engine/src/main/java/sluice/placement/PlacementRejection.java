package sluice.placement;

import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Message;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** Why an order was not placed; nothing of it was written. */
public sealed interface PlacementRejection extends Message {

    /** At least one SKU has less than is wanted; every such SKU is named. */
    record InsufficientStock(List<Shortage> shortages) implements PlacementRejection {}

    record Shortage(SkuId sku, Quantity requested, Quantity available) {}

    record CreditLimitExceeded(Money requested, Money creditLimit, Money exposure) implements PlacementRejection {}

    record UnknownSkus(List<SkuId> skus) implements PlacementRejection {}

    record UnknownAccount() implements PlacementRejection {}

    /** The account, or a SKU whose own price is to be taken, has another currency than the order. */
    record CurrencyMismatch(Currency expected) implements PlacementRejection {}

    /** Neither the order nor the SKU has a price. */
    record PriceMissing(List<SkuId> skus) implements PlacementRejection {}

    /** The prices make a total that is out of range. */
    record TotalOutOfRange() implements PlacementRejection {}

    /** A request with the same reference is being placed at this moment. */
    record RequestInFlight() implements PlacementRejection {}

    /**
     * The channel's external id names another order.
     *
     * @param account that order's, which may not be the caller's to know of; null for a guest's
     */
    record ExternalIdTaken(OrderId order, @Nullable AccountId account) implements PlacementRejection {}
}
