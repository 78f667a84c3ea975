package sluice.entity;

import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.account.AccountTerms;
import sluice.value.Money;
import sluice.value.OrderId;

final class AccountSubject
        extends EarmarkingSubject<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> {

    private static final Currency EUR = Currency.getInstance("EUR");

    AccountSubject(String id) {
        super(EntityKind.ACCOUNT, id, new AccountRules());
    }

    @Override
    List<AccountEvent> past() {
        return List.of(new AccountEvent.Defined(terms("Acme")));
    }

    private static AccountTerms terms(String name) {
        return new AccountTerms(name, eur(100_000), 30);
    }

    private static Money eur(long cents) {
        return new Money(cents, EUR);
    }

    @Override
    Wanted<AccountCommand> nextVisible(SplittableRandom random, String name, int number) {
        return random.nextInt(3) == 0
                ? Wanted.visible(new AccountCommand.Define(terms(name)), "define " + name)
                : Wanted.visible(new AccountCommand.ReceivePayment(eur(number), name), "pay " + name);
    }

    @Override
    AccountCommand read() {
        return new AccountCommand.Read();
    }

    @Override
    AccountCommand setAside(OrderId order, int amount) {
        return new AccountCommand.Pledge(order, eur(amount));
    }

    @Override
    AccountCommand release(OrderId order) {
        return new AccountCommand.Release(order);
    }

    @Override
    AccountCommand abandon(List<OrderId> orders) {
        return new AccountCommand.Abandon(orders);
    }

    @Override
    AccountCommand vouch(OrderId order) {
        return new AccountCommand.Vouch(List.of(order));
    }

    @Override
    AccountCommand take(OrderId order, long effect, int amount) {
        return new AccountCommand.Invoice(order, effect, eur(amount), false);
    }

    @Override
    AccountCommand free(OrderId order, long effect) {
        return new AccountCommand.Free(order, effect);
    }

    @Override
    Stream<String> marksOf(AccountEvent event) {
        return switch (event) {
            case AccountEvent.Defined(var terms) -> Stream.of("define " + terms.name());
            case AccountEvent.PaymentReceived payment -> Stream.of("pay " + payment.reference());
            case AccountEvent.Pledged pledged -> Stream.of("open " + pledged.order());
            case AccountEvent.Released(var order) -> Stream.of("release " + order);
            case AccountEvent.Invoiced invoiced -> Stream.of("effect " + invoiced.effect() + " of " + invoiced.order());
            case AccountEvent.Freed freed -> Stream.of("effect " + freed.effect() + " of " + freed.order());
            case AccountEvent.Vouched vouched -> Stream.of();
        };
    }

    @Override
    String hash(AccountState state) {
        return state.canonicalHash();
    }
}
