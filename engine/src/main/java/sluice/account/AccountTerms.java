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
        @JsonProperty("d") int netDays) {

    /** @throws IllegalArgumentException if the limit is below zero or the days are not 0 to 365 */
    public AccountTerms {
        if (creditLimit.minorUnits() < 0) {
            throw new IllegalArgumentException("a credit limit cannot be below zero, was " + creditLimit);
        }
        if (netDays < 0 || netDays > 365) {
            throw new IllegalArgumentException("net days must be 0 to 365, was " + netDays);
        }
    }
}
