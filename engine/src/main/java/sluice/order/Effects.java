package sluice.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * What one event of an order asks of stock and account. To settle is to carry all of it out.
 *
 * @param number the event's ordinal within the order, from 1; targets drop what they have seen by it
 * @param account null for a guest's order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Effects(
        @JsonProperty("n") long number,
        @JsonProperty("s") List<OnStock> stock,
        @JsonProperty("a") @Nullable OnAccount account) {

    /**
     * Asked of one SKU.
     *
     * @param shipped how much has left {@code from}; null if what is left of the claim is given back instead
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OnStock(
            @JsonProperty("s") SkuId sku,
            @JsonProperty("q") @Nullable Quantity shipped,
            @JsonProperty("l") @Nullable LocationId from) {}

    /**
     * Asked of the account.
     *
     * @param invoiced what is owed from now on; null if what is left of the pledge is given back instead
     * @param last whether nothing more will be invoiced
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OnAccount(
            @JsonProperty("a") AccountId account,
            @JsonProperty("i") @Nullable Money invoiced,
            @JsonProperty("z") boolean last) {}
}
