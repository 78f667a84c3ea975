package sluice.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import sluice.value.Money;

/**
 * On what terms a customer buys.
 *
 * @param creditLimit zero or more; its currency is the account's
 * @param netDays days from shipment until an invoice is due, 0 to 365
 */
public record AccountTerms(
        @JsonProperty("n") String name,
        @JsonProperty("l") Money creditLimit,
        @JsonProperty("d") int netDays) {}
