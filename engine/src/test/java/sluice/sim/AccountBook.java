package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.account.AccountEvent.Defined;
import sluice.account.AccountEvent.Freed;
import sluice.account.AccountEvent.Invoiced;
import sluice.account.AccountEvent.PaymentReceived;
import sluice.account.AccountEvent.Pledged;
import sluice.account.AccountEvent.Released;
import sluice.account.AccountEvent.Vouched;
import sluice.account.AccountTerms;
import sluice.value.AccountId;
import sluice.value.OrderId;

/** What the rows of one account say, in minor units. What it owes is below zero while more was paid than invoiced. */
final class AccountBook extends Book {

    /** Terms, and when they came into force. */
    record InForce(AccountTerms terms, long sinceMicros) {}

    final AccountId account;
    final List<InForce> terms = new ArrayList<>(2);
    final Course pledged = new Course(0);
    final Course owed = new Course(0);
    final Course exposure = new Course(0);
    /** How many pledges were open, those of nothing included. */
    final Course open = new Course(0);

    final Map<OrderId, Held> pledges = new HashMap<>();
    long invoicedMinorUnits;
    long paidMinorUnits;

    AccountBook(AccountId account) {
        super("a|" + account.value());
        this.account = account;
    }

    @Override
    long version() {
        return pledged.version();
    }

    /** What is pledged for the order. */
    long pledgeOf(OrderId order) {
        var held = pledges.get(order);
        return held == null ? 0 : held.amount;
    }

    /** The limit in force; nothing can be pledged before there is one. */
    long limit() {
        return terms.isEmpty()
                ? Long.MIN_VALUE
                : terms.getLast().terms().creditLimit().minorUnits();
    }

    boolean wasOpenAt(long micros) {
        return !terms.isEmpty() && terms.getFirst().sinceMicros() <= micros;
    }

    /** The terms that were in force at some moment from {@code fromMicros} until now; null where there were none. */
    List<@Nullable AccountTerms> termsSince(long fromMicros) {
        var found = new ArrayList<@Nullable AccountTerms>();
        for (int i = terms.size() - 1; i >= 0; i--) {
            found.add(terms.get(i).terms());
            if (terms.get(i).sinceMicros() < fromMicros) {
                return found;
            }
        }
        found.add(null);
        return found;
    }

    void fold(AccountEvent event, long atMicros) {
        switch (event) {
            case Defined defined -> {
                terms.add(new InForce(defined.terms(), atMicros));
                changed(0, 0, atMicros);
            }
            case Pledged(var order, var minorUnits) -> {
                pledges.put(order, new Held(minorUnits, version() + 1));
                changed(minorUnits, 0, atMicros);
            }
            case Released(var order) -> {
                long amount = pledgeOf(order);
                pledges.remove(order);
                changed(-amount, 0, atMicros);
            }
            case Vouched vouched -> {}
            case Invoiced invoiced -> {
                long held = pledgeOf(invoiced.order());
                long taken = invoiced.last() ? held : invoiced.minorUnits() - invoiced.unpledged();
                take(invoiced.order(), taken);
                invoicedMinorUnits += invoiced.minorUnits();
                changed(-taken, invoiced.minorUnits(), atMicros);
            }
            case Freed(var order, var effect) -> {
                long held = pledgeOf(order);
                take(order, held);
                changed(-held, 0, atMicros);
            }
            case PaymentReceived payment -> {
                paidMinorUnits += payment.amount().minorUnits();
                changed(0, -payment.amount().minorUnits(), atMicros);
            }
        }
    }

    private void take(OrderId order, long minorUnits) {
        var held = pledges.get(order);
        if (held != null) {
            held.amount -= minorUnits;
            held.closed = held.amount == 0;
        }
    }

    private void changed(long pledgedMore, long owedMore, long atMicros) {
        pledged.add(atMicros, pledged.now() + pledgedMore);
        owed.add(atMicros, owed.now() + owedMore);
        exposure.add(atMicros, pledged.now() + owed.now());
        open.add(
                atMicros,
                pledges.values().stream().filter(pledge -> !pledge.closed).count());
    }
}
