package sluice.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.EarmarksSnapshot;
import sluice.value.AccountId;

/** An {@link AccountState} as it is stored; the names on the wire are for ever. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountSnapshot(
        @JsonProperty("i") AccountId account,
        @JsonProperty("t") @Nullable AccountTerms terms,
        @JsonProperty("v") long version,
        @JsonProperty("p") EarmarksSnapshot pledges,
        @JsonProperty("o") List<OpenInvoice> invoices,
        @JsonProperty("u") long unappliedMinorUnits) {}
