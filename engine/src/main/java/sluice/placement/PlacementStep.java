package sluice.placement;

import java.util.List;
import java.util.Optional;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.order.OrderEvent.Placed;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What a placement has its {@link Desk desk} do next. */
public sealed interface PlacementStep {

    /** Until something that was not done is asked for again. */
    long RETRY_MILLIS = 100;

    /** Until a claim is tried again that only unvouched claims stood in the way of: about as long as a birth takes. */
    long SHORTAGE_RETRY_MILLIS = 25;

    /** Until a birth is appended again of which it is not known whether it was appended. */
    long REPEAT_MILLIS = 200;

    record AskClaim(SkuId sku, Quantity quantity, long delayMillis) implements PlacementStep {}

    record AskPledge(AccountId account, Money amount, long delayMillis) implements PlacementStep {}

    record Append(Placed birth, long delayMillis) implements PlacementStep {}

    record LookUp(List<String> references) implements PlacementStep {}

    record Release(List<SkuId> skus, Optional<AccountId> account) implements PlacementStep {}

    record Vouch(List<SkuId> skus, Optional<AccountId> account) implements PlacementStep {}

    record Answer(Outcome<Order, PlacementRejection> outcome) implements PlacementStep {}
}
