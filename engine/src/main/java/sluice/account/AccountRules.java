package sluice.account;

import static sluice.entity.Decision.accept;
import static sluice.entity.Decision.reject;
import static sluice.entity.Decision.unchanged;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer.Ok;
import sluice.account.AccountCommand.Abandon;
import sluice.account.AccountCommand.Define;
import sluice.account.AccountCommand.Free;
import sluice.account.AccountCommand.Invoice;
import sluice.account.AccountCommand.Pledge;
import sluice.account.AccountCommand.Read;
import sluice.account.AccountCommand.ReceivePayment;
import sluice.account.AccountCommand.Release;
import sluice.account.AccountCommand.Vouch;
import sluice.account.AccountEvent.Defined;
import sluice.account.AccountEvent.Freed;
import sluice.account.AccountEvent.Invoiced;
import sluice.account.AccountEvent.PaymentReceived;
import sluice.account.AccountEvent.Pledged;
import sluice.account.AccountEvent.Released;
import sluice.account.AccountEvent.Vouched;
import sluice.account.AccountRejection.CreditLimitExceeded;
import sluice.account.AccountRejection.CurrencyInUse;
import sluice.account.AccountRejection.CurrencyMismatch;
import sluice.account.AccountRejection.PledgedDifferently;
import sluice.account.AccountRejection.TooMuch;
import sluice.account.AccountRejection.UnknownAccount;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;

/** The credit rule: no pledge raises the exposure above the limit now in force. */
public final class AccountRules
        implements EntityRules<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> {

    @Override
    public AccountState initial(String id) {
        return new AccountState(new AccountId(id));
    }

    @Override
    public Decision<AccountEvent, AccountRejection> decide(AccountState account, AccountCommand command, Instant now) {
        return switch (command) {
            case Define define -> define(account, define);
            case Read read -> ofOpened(account, terms -> unchanged());
            case Pledge pledge -> ofOpened(account, pledge.amount(), terms -> pledge(account, terms, pledge));
            case Release release -> abandon(account, List.of(release.order()));
            case Vouch vouch -> vouch(account, vouch);
            case Abandon abandon -> abandon(account, abandon.orders());
            case Invoice invoice
            when invoice.effect() <= account.pledges().effectOf(invoice.order()) -> // whatever the currency is by now
                unchanged();
            case Invoice invoice
            when invoice.amount().isZero() -> // of no currency: what there was is paid, and it may have changed
                ofOpened(account, terms -> invoice(account, invoice));
            case Invoice invoice -> ofOpened(account, invoice.amount(), terms -> invoice(account, invoice));
            case Free free -> free(account, free);
            case ReceivePayment payment -> ofOpened(account, payment.amount(), terms -> receive(account, payment));
        };
    }

    /** A limit below what is owed is accepted: it stops new pledges and takes nothing back. */
    private static Decision<AccountEvent, AccountRejection> define(AccountState account, Define define) {
        var terms = account.terms();
        if (terms.filter(define.terms()::equals).isPresent()) {
            return unchanged();
        }
        if (terms.isPresent() && account.isInUse()) {
            var currency = currencyOf(terms.get());
            if (!currency.equals(currencyOf(define.terms()))) {
                return reject(new CurrencyInUse(currency));
            }
        }
        return accept(new Defined(define.terms()));
    }

    private static Decision<AccountEvent, AccountRejection> ofOpened(
            AccountState account, Function<AccountTerms, Decision<AccountEvent, AccountRejection>> decision) {
        return account.terms().map(decision).orElseGet(() -> reject(new UnknownAccount()));
    }

    private static Decision<AccountEvent, AccountRejection> ofOpened(
            AccountState account,
            Money amount,
            Function<AccountTerms, Decision<AccountEvent, AccountRejection>> decision) {
        return ofOpened(
                account,
                terms -> amount.currency().equals(currencyOf(terms))
                        ? decision.apply(terms)
                        : reject(new CurrencyMismatch(currencyOf(terms))));
    }

    private static Currency currencyOf(AccountTerms terms) {
        return terms.creditLimit().currency();
    }

    private static Decision<AccountEvent, AccountRejection> pledge(
            AccountState account, AccountTerms terms, Pledge pledge) {
        var order = pledge.order();
        var wanted = pledge.amount();
        var pledges = account.pledges();
        if (pledges.effectOf(order) > 0) { // each attempt has an id of its own, so this is a stray duplicate
            return unchanged();
        }
        if (pledges.knows(order)) { // a retry must not pledge twice
            var held = new Money(pledges.amountOf(order), wanted.currency());
            return held.equals(wanted) ? unchanged() : reject(new PledgedDifferently(held));
        }
        var limit = terms.creditLimit();
        long exposure = account.exposureMinorUnits();
        if (exposure > limit.minorUnits() - wanted.minorUnits()) { // in this form it cannot overflow
            return reject(new CreditLimitExceeded(wanted, limit, new Money(exposure, limit.currency())));
        }
        return accept(new Pledged(order, wanted.minorUnits()));
    }

    private static Decision<AccountEvent, AccountRejection> vouch(AccountState account, Vouch vouch) {
        var unvouched = account.pledges().unvouchedAmong(vouch.orders());
        return unvouched.isEmpty() ? unchanged() : new Decision.Deferred<>(List.of(new Vouched(unvouched)));
    }

    private static Decision<AccountEvent, AccountRejection> abandon(AccountState account, List<OrderId> orders) {
        return new Decision.Accepted<>(account.pledges().unvouchedAmong(orders).stream()
                .<AccountEvent>map(Released::new)
                .toList());
    }

    private static Decision<AccountEvent, AccountRejection> invoice(AccountState account, Invoice invoice) {
        var order = invoice.order();
        long minorUnits = invoice.amount().minorUnits();
        long unpledged = Math.max(0, minorUnits - account.pledges().amountOf(order));
        return accept(new Invoiced(order, invoice.effect(), minorUnits, invoice.last(), unpledged));
    }

    /** Also for an order without a pledge a row is written: an owner that knows of none may have lost its place to another. */
    private static Decision<AccountEvent, AccountRejection> free(AccountState account, Free free) {
        return free.effect() <= account.pledges().effectOf(free.order())
                ? unchanged()
                : accept(new Freed(free.order(), free.effect()));
    }

    private static Decision<AccountEvent, AccountRejection> receive(AccountState account, ReceivePayment payment) {
        if (payment.amount().isZero()) {
            return unchanged();
        }
        var receivables = account.receivables();
        long owed = receivables.openMinorUnits() - receivables.unappliedMinorUnits();
        if (payment.amount().minorUnits() - Money.MAX_MINOR_UNITS > owed) {
            return reject(new TooMuch());
        }
        return accept(new PaymentReceived(payment.amount(), payment.reference()));
    }

    @Override
    public AccountState apply(AccountState account, AccountEvent event, Instant at) {
        account.apply(event, at);
        return account;
    }

    @Override
    public AccountAnswer answer(AccountState account, AccountCommand command) {
        return switch (command) {
            case Define define -> account.view();
            case Read read -> account.view();
            case ReceivePayment payment -> account.view();
            case Pledge pledge -> new Ok();
            case Release release -> new Ok();
            case Vouch vouch -> new Ok();
            case Abandon abandon -> new Ok();
            case Invoice invoice -> new Ok();
            case Free free -> new Ok();
        };
    }

    @Override
    public AccountAnswer view(AccountState account) {
        return account.view();
    }

    @Override
    public @Nullable Long revision(AccountState account, AccountCommand command) {
        return switch (command) {
            case Define define -> account.version();
            case ReceivePayment payment -> account.version();
            case Read read -> null;
            case Pledge pledge -> null;
            case Release release -> null;
            case Vouch vouch -> null;
            case Abandon abandon -> null;
            case Invoice invoice -> null;
            case Free free -> null;
        };
    }

    @Override
    public List<AccountEvent> merge(List<AccountEvent> deferred) {
        return List.of(new Vouched(deferred.stream()
                .flatMap(event -> event instanceof Vouched vouched ? vouched.orders().stream() : Stream.of())
                .toList()));
    }

    @Override
    public Object snapshot(AccountState account) {
        return account.snapshot();
    }

    @Override
    public AccountState restore(String id, Object snapshot) {
        return AccountState.of((AccountSnapshot) snapshot);
    }

    @Override
    public long eventsBetweenSnapshots(AccountState account) {
        return account.pledges().eventsBetweenSnapshots()
                + account.receivables().count();
    }
}
