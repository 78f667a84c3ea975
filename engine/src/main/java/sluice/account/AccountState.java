package sluice.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer.AccountView;
import sluice.account.AccountEvent.Defined;
import sluice.account.AccountEvent.Freed;
import sluice.account.AccountEvent.Invoiced;
import sluice.account.AccountEvent.PaymentReceived;
import sluice.account.AccountEvent.Pledged;
import sluice.account.AccountEvent.Released;
import sluice.account.AccountEvent.Vouched;
import sluice.entity.CanonicalHash;
import sluice.entity.Earmarks;
import sluice.entity.Vouching;
import sluice.value.AccountId;
import sluice.value.Money;
import sluice.value.OrderId;

/**
 * What one account has pledged, owes and has paid ahead, in minor units of its currency. Changed by {@link #apply} alone, which
 * checks the books after each event: exposure = pledged + open invoices − unapplied credit, no pledge leaves it above the
 * limit, and only an invoice beyond what was pledged raises it otherwise.
 */
public final class AccountState implements Vouching.SetsAside {

    private final AccountId account;
    private final Earmarks pledges;
    private final Receivables receivables;
    private @Nullable AccountTerms terms;
    private long version;

    /** The state of an account before its first event. */
    AccountState(AccountId account) {
        this(account, new Earmarks(), new Receivables());
    }

    private AccountState(AccountId account, Earmarks pledges, Receivables receivables) {
        this.account = account;
        this.pledges = pledges;
        this.receivables = receivables;
    }

    public AccountId account() {
        return account;
    }

    /** The terms, empty before the account is opened. */
    public Optional<AccountTerms> terms() {
        return Optional.ofNullable(terms);
    }

    /** Counts client-visible changes. */
    public long version() {
        return version;
    }

    public long pledgedMinorUnits() {
        return pledges.total();
    }

    public long exposureMinorUnits() {
        return pledges.total() + receivables.openMinorUnits() - receivables.unappliedMinorUnits();
    }

    /** What is owed, the oldest first. */
    public List<OpenInvoice> openInvoices() {
        return receivables.invoices();
    }

    @Override
    public Optional<Instant> oldestUnvouched() {
        return pledges.oldestUnvouched();
    }

    @Override
    public List<OrderId> unvouchedBefore(Instant time) {
        return pledges.unvouchedBefore(time);
    }

    Earmarks pledges() {
        return pledges;
    }

    Receivables receivables() {
        return receivables;
    }

    /** Whether anything here is counted in the account's currency, a pledge of zero included. */
    boolean isInUse() {
        return pledges.hasOpen() || receivables.openMinorUnits() > 0 || receivables.unappliedMinorUnits() > 0;
    }

    void apply(AccountEvent event, Instant at) {
        long exposureBefore = exposureMinorUnits();
        if (!(event instanceof Vouched)) { // which held before the row that records it in passing
            pledges.forgetAt(at);
            version++;
        }
        switch (event) {
            case Defined defined -> terms = defined.terms();
            case Pledged pledged -> pledges.open(pledged.order(), pledged.minorUnits(), at);
            case Released released -> pledges.release(released.order());
            case Vouched vouched -> vouched.orders().forEach(pledges::vouch);
            case Invoiced invoiced -> invoice(invoiced, at);
            case Freed freed -> pledges.settle(freed.order(), freed.effect(), 0, true, at);
            case PaymentReceived payment -> receivables.pay(payment.amount().minorUnits());
        }
        check(event, exposureBefore);
    }

    private void invoice(Invoiced invoiced, Instant at) {
        long pledged = invoiced.minorUnits() - invoiced.unpledged();
        pledges.settle(invoiced.order(), invoiced.effect(), pledged, invoiced.last(), at);
        var due = at.plus(Duration.ofDays(opened().netDays()));
        receivables.invoice(
                new OpenInvoice(invoiced.order(), invoiced.effect(), invoiced.minorUnits(), due.toEpochMilli()));
    }

    private AccountTerms opened() {
        if (terms == null) {
            throw new IllegalStateException("account " + account + " was never opened");
        }
        return terms;
    }

    private void check(AccountEvent event, long exposureBefore) {
        long exposure = exposureMinorUnits();
        boolean asItShould = switch (event) {
            case Defined defined -> exposure == exposureBefore;
            case Vouched vouched -> exposure == exposureBefore;
            case Pledged pledged -> exposure <= opened().creditLimit().minorUnits();
            case Released released -> exposure <= exposureBefore;
            case Freed freed -> exposure <= exposureBefore;
            case Invoiced invoiced -> exposure <= exposureBefore + invoiced.unpledged();
            case PaymentReceived payment ->
                exposure == exposureBefore - payment.amount().minorUnits();
        };
        if (!asItShould) {
            throw new IllegalStateException("account %s: exposure went from %d to %d on terms %s, by %s"
                    .formatted(account, exposureBefore, exposure, terms, event));
        }
    }

    /** The account as a caller sees it; it must have been opened. */
    AccountView view() {
        var currency = opened().creditLimit().currency();
        var exposure = new Money(exposureMinorUnits(), currency);
        return new AccountView(
                account,
                opened(),
                version,
                new Money(pledges.total(), currency),
                new Money(receivables.openMinorUnits(), currency),
                new Money(receivables.unappliedMinorUnits(), currency),
                exposure,
                opened().creditLimit().minus(exposure));
    }

    public AccountSnapshot snapshot() {
        return new AccountSnapshot(
                account, terms, version, pledges.snapshot(), receivables.invoices(), receivables.unappliedMinorUnits());
    }

    public static AccountState of(AccountSnapshot snapshot) {
        var state = new AccountState(
                snapshot.account(),
                Earmarks.of(snapshot.pledges()),
                new Receivables(snapshot.invoices(), snapshot.unappliedMinorUnits()));
        state.terms = snapshot.terms();
        state.version = snapshot.version();
        return state;
    }

    /** Equal for equal states, whichever way they came about: from the first event, or from a snapshot and the rest. */
    public String canonicalHash() {
        var hash = new CanonicalHash().add(account.value()).add(String.valueOf(terms));
        hash.add(version).add(receivables.unappliedMinorUnits());
        receivables.invoices().forEach(invoice -> hash.add(invoice.toString()));
        pledges.addTo(hash);
        return hash.hex();
    }
}
