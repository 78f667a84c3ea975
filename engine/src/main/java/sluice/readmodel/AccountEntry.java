package sluice.readmodel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sluice.value.Money;
import sluice.value.OrderId;

/**
 * An entry of an account's statement.
 *
 * @param number counts the account's entries, from 1
 * @param amount of the invoice or the payment
 * @param balance what the account owes after it; below zero where it has paid ahead
 * @param order that an invoice is for
 * @param dueAt until when an invoice is to be paid
 * @param reference of a payment
 */
public record AccountEntry(
        long number,
        Instant at,
        Type type,
        Money amount,
        Money balance,
        @Nullable OrderId order,
        @Nullable Instant dueAt,
        @Nullable String reference) {

    /** What happened. */
    public enum Type {
        INVOICE,
        PAYMENT
    }
}
