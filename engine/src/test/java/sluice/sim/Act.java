package sluice.sim;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.order.OrderCommand;
import sluice.placement.WantedOrder;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.SkuId;

/**
 * One thing that a client wants done. It asks again while it does not know, or was told to come again.
 *
 * @param id of no other act of the life, from 1
 * @param atMillis when it asks first
 * @param node which node it asks first
 * @param key the idempotency key, where it uses one; acts with one key ask the same
 * @param twin whether the same request goes to the next node at the same time
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record Act(int id, long atMillis, int node, @Nullable String key, boolean twin, Wish wish) {

    /** What is asked. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "wish")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Place.class, name = "place"),
        @JsonSubTypes.Type(value = OfOrder.class, name = "order"),
        @JsonSubTypes.Type(value = OfSku.class, name = "sku"),
        @JsonSubTypes.Type(value = OfAccount.class, name = "account"),
    })
    sealed interface Wish {}

    record Place(WantedOrder order) implements Wish {}

    /**
     * A command to an order.
     *
     * @param placedBy the act that placed the order; nothing is asked while that act knows of no order
     */
    record OfOrder(int placedBy, OrderCommand command) implements Wish {
        /** Who placed an order that is asked for and is not there: one that was abandoned, or that never was. */
        static final int NOBODY = 0;
    }

    record OfSku(SkuId sku, StockCommand command) implements Wish {}

    record OfAccount(AccountId account, AccountCommand command) implements Wish {}

    boolean isRead() {
        return switch (wish) {
            case Place place -> false;
            case OfOrder(var placedBy, var command) -> command instanceof OrderCommand.Read;
            case OfSku(var sku, var command) -> command instanceof StockCommand.Read;
            case OfAccount(var account, var command) -> command instanceof AccountCommand.Read;
        };
    }
}
