package sluice.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.Money;
import sluice.value.OrderId;

/** What has happened to one account. The names on the wire are for ever; amounts are minor units of its currency. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccountEvent.Defined.class, name = "def"),
    @JsonSubTypes.Type(value = AccountEvent.Pledged.class, name = "p"),
    @JsonSubTypes.Type(value = AccountEvent.Released.class, name = "r"),
    @JsonSubTypes.Type(value = AccountEvent.Vouched.class, name = "v"),
    @JsonSubTypes.Type(value = AccountEvent.Invoiced.class, name = "i"),
    @JsonSubTypes.Type(value = AccountEvent.Freed.class, name = "f"),
    @JsonSubTypes.Type(value = AccountEvent.PaymentReceived.class, name = "pay"),
})
public sealed interface AccountEvent {

    record Defined(@JsonProperty("d") AccountTerms terms) implements AccountEvent {}

    /** Credit is set aside for an order that is not yet known to exist. */
    record Pledged(
            @JsonProperty("o") OrderId order,
            @JsonProperty("m") long minorUnits) implements AccountEvent {}

    /** An unvouched pledge is given back, all of it. */
    record Released(@JsonProperty("o") OrderId order) implements AccountEvent {}

    /** These orders exist: their pledges are changed by numbered effects only. */
    record Vouched(@JsonProperty("o") List<OrderId> orders) implements AccountEvent {}

    /**
     * Part of an order's pledge has become an open invoice.
     *
     * @param last whether the rest of the pledge is freed with it
     * @param unpledged how much of it the order had no pledge for: a discrepancy, zero in a healthy system
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Invoiced(
            @JsonProperty("o") OrderId order,
            @JsonProperty("n") long effect,
            @JsonProperty("m") long minorUnits,
            @JsonProperty("z") boolean last,
            @JsonProperty("x") long unpledged)
            implements AccountEvent {}

    /** What was left of an order's pledge is given back. */
    record Freed(
            @JsonProperty("o") OrderId order,
            @JsonProperty("n") long effect) implements AccountEvent {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PaymentReceived(
            @JsonProperty("m") Money amount,
            @JsonProperty("r") @Nullable String reference) implements AccountEvent {}
}
