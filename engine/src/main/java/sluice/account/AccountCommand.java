package sluice.account;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Deferrable;
import sluice.entity.Message;
import sluice.value.Money;
import sluice.value.OrderId;

/** What can be asked of one account. */
public sealed interface AccountCommand extends Message {

    /** Opens the account, or changes its terms; the currency can change only while nothing is owed, pledged or credited. */
    record Define(AccountTerms terms) implements AccountCommand {}

    /** Asks for the account and its exposure. */
    record Read() implements AccountCommand {}

    /** Sets credit aside for an order; the same pledge again changes nothing. */
    record Pledge(OrderId order, Money amount) implements AccountCommand {

        /** @throws IllegalArgumentException if {@code amount} is below zero */
        public Pledge {
            notBelowZero("pledge", amount);
        }
    }

    /** Gives an unvouched pledge back; anything else stays as it is. */
    record Release(OrderId order) implements AccountCommand {}

    /** The word that these orders exist. */
    record Vouch(List<OrderId> orders) implements AccountCommand, Deferrable {}

    /** The word that these orders never will exist; gives their unvouched pledges back. */
    record Abandon(List<OrderId> orders) implements AccountCommand {}

    /**
     * An effect: part of an order has shipped and becomes an open invoice; taken from the order's pledge. Refused only where
     * it cannot be written at all, by an account that was never opened or has another currency: no order that was placed can
     * bring that about.
     *
     * @param effect its number within the order; one at or below the highest applied changes nothing
     * @param last whether nothing more will be invoiced: the rest of the pledge is freed, to the cent
     */
    record Invoice(OrderId order, long effect, Money amount, boolean last) implements AccountCommand {

        /** @throws IllegalArgumentException if {@code amount} is below zero */
        public Invoice {
            notBelowZero("invoice", amount);
        }
    }

    /** An effect: what is left of an order's pledge is given back. Never refused. */
    record Free(OrderId order, long effect) implements AccountCommand {}

    /**
     * Takes a payment in: it pays the oldest open invoices first, and what is over stays as unapplied credit.
     *
     * @param reference the payer's or the bank's
     */
    record ReceivePayment(Money amount, @Nullable String reference) implements AccountCommand {

        /** @throws IllegalArgumentException if {@code amount} is below zero */
        public ReceivePayment {
            notBelowZero("payment", amount);
        }
    }

    private static void notBelowZero(String what, Money amount) {
        if (amount.minorUnits() < 0) {
            throw new IllegalArgumentException("a " + what + " cannot be below zero, was " + amount);
        }
    }
}
