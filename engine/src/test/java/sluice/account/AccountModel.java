package sluice.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.account.AccountRejection.CreditLimitExceeded;
import sluice.account.AccountRejection.CurrencyInUse;
import sluice.account.AccountRejection.CurrencyMismatch;
import sluice.account.AccountRejection.PledgedDifferently;
import sluice.account.AccountRejection.UnknownAccount;
import sluice.value.Money;
import sluice.value.OrderId;

/** The credit rule once more, from its description and as plainly as can be, for the other one to be judged by. */
final class AccountModel {

    static final String CHANGED = "changed";
    static final String UNCHANGED = "unchanged";

    private static final long MEMORY_MILLIS = 48L * 60 * 60 * 1000;

    /** Order, effect and amount of every invoice, as it was made. */
    record Invoiced(OrderId order, long effect, long minorUnits) {}

    final Map<OrderId, Long> pledges = new HashMap<>();
    final Set<OrderId> unvouched = new LinkedHashSet<>();
    final List<Invoiced> invoices = new ArrayList<>();
    private final Map<OrderId, Long> effects = new HashMap<>();
    private final Map<OrderId, Long> closedMillis = new HashMap<>();
    private Optional<AccountTerms> terms = Optional.empty();
    private long paid;

    /** Carries the command out and says what came of it: {@link #CHANGED}, {@link #UNCHANGED} or a rejection. */
    Object obey(AccountCommand command, Instant now) {
        var result = result(command, now);
        if (result.equals(CHANGED) && !(command instanceof AccountCommand.Vouch)) {
            closedMillis.entrySet().removeIf(entry -> {
                boolean over = entry.getValue() < now.toEpochMilli() - MEMORY_MILLIS;
                if (over) {
                    effects.remove(entry.getKey());
                }
                return over;
            });
        }
        return result;
    }

    private Object result(AccountCommand command, Instant now) {
        return switch (command) {
            case AccountCommand.Define define -> define(define.terms());
            case AccountCommand.Read read -> terms.isEmpty() ? new UnknownAccount() : UNCHANGED;
            case AccountCommand.Pledge pledge -> ofAccount(pledge.amount()).orElseGet(() -> pledge(pledge));
            case AccountCommand.Release release -> changed(giveBack(List.of(release.order())));
            case AccountCommand.Abandon abandon -> changed(giveBack(abandon.orders()));
            case AccountCommand.Vouch vouch -> changed(unvouched.removeAll(Set.copyOf(vouch.orders())));
            case AccountCommand.Invoice invoice
            when invoice.effect() <= effects.getOrDefault(invoice.order(), 0L) -> UNCHANGED; // in whatever currency
            case AccountCommand.Invoice invoice ->
                ofAccount(invoice.amount())
                        .filter(refused -> terms.isEmpty() || !invoice.amount().isZero())
                        .orElseGet(() -> invoice(invoice, now));
            case AccountCommand.Free free -> free(free, now);
            case AccountCommand.ReceivePayment payment ->
                ofAccount(payment.amount()).orElseGet(() -> pay(payment.amount().minorUnits()));
        };
    }

    private static Object changed(boolean changed) {
        return changed ? CHANGED : UNCHANGED;
    }

    private Optional<Object> ofAccount(Money amount) {
        if (terms.isEmpty()) {
            return Optional.of(new UnknownAccount());
        }
        var currency = currency();
        return amount.currency().equals(currency) ? Optional.empty() : Optional.of(new CurrencyMismatch(currency));
    }

    private Currency currency() {
        return terms.orElseThrow().creditLimit().currency();
    }

    private Object define(AccountTerms wanted) {
        if (terms.filter(wanted::equals).isPresent()) {
            return UNCHANGED;
        }
        boolean inUse = !pledges.isEmpty() || invoiced() != paid;
        if (inUse && !currency().equals(wanted.creditLimit().currency())) {
            return new CurrencyInUse(currency());
        }
        terms = Optional.of(wanted);
        return CHANGED;
    }

    private Object pledge(AccountCommand.Pledge pledge) {
        long wanted = pledge.amount().minorUnits();
        if (effects.containsKey(pledge.order())) {
            return UNCHANGED;
        }
        if (pledges.containsKey(pledge.order())) {
            long held = pledges.get(pledge.order());
            return held == wanted ? UNCHANGED : new PledgedDifferently(new Money(held, currency()));
        }
        var limit = terms.orElseThrow().creditLimit();
        if (exposure() + wanted > limit.minorUnits()) {
            return new CreditLimitExceeded(pledge.amount(), limit, new Money(exposure(), currency()));
        }
        pledges.put(pledge.order(), wanted);
        unvouched.add(pledge.order());
        return CHANGED;
    }

    private boolean giveBack(List<OrderId> orders) {
        boolean any = false;
        for (var order : orders) {
            if (unvouched.remove(order)) {
                pledges.remove(order);
                any = true;
            }
        }
        return any;
    }

    private Object invoice(AccountCommand.Invoice invoice, Instant now) {
        var order = invoice.order();
        long minorUnits = invoice.amount().minorUnits();
        invoices.add(new Invoiced(order, invoice.effect(), minorUnits));
        long left = pledges.getOrDefault(order, 0L) - minorUnits;
        settle(order, invoice.effect(), invoice.last() ? 0 : left, now);
        return CHANGED;
    }

    private Object free(AccountCommand.Free free, Instant now) {
        if (free.effect() <= effects.getOrDefault(free.order(), 0L)) {
            return UNCHANGED;
        }
        settle(free.order(), free.effect(), 0, now);
        return CHANGED;
    }

    private void settle(OrderId order, long effect, long left, Instant now) {
        unvouched.remove(order);
        effects.put(order, effect);
        if (left > 0) {
            pledges.put(order, left);
        } else {
            pledges.remove(order);
            closedMillis.put(order, now.toEpochMilli());
        }
    }

    private Object pay(long minorUnits) {
        paid += minorUnits;
        return changed(minorUnits > 0);
    }

    long pledged() {
        return pledges.values().stream().mapToLong(Long::longValue).sum();
    }

    private long invoiced() {
        return invoices.stream().mapToLong(Invoiced::minorUnits).sum();
    }

    /** Pledged + ever invoiced − ever paid: that invoices and payments meet changes nothing of it. */
    long exposure() {
        return pledged() + invoiced() - paid;
    }

    /** What is still open: of all that was ever invoiced, the part after the first {@code paid}. */
    List<Invoiced> openInvoices() {
        var open = new ArrayList<Invoiced>();
        long left = paid;
        for (var invoice : invoices) {
            long covered = Math.min(left, invoice.minorUnits());
            left -= covered;
            if (covered < invoice.minorUnits()) {
                open.add(new Invoiced(invoice.order(), invoice.effect(), invoice.minorUnits() - covered));
            }
        }
        return open;
    }

    long limit() {
        return terms.map(agreed -> agreed.creditLimit().minorUnits()).orElse(0L);
    }
}
