package sluice.http;

import static sluice.http.Confinement.TO_ACCOUNT;
import static sluice.http.Operation.get;
import static sluice.http.Operation.post;
import static sluice.http.Operation.put;
import static sluice.key.Scope.CREDIT_WRITE;
import static sluice.key.Scope.CUSTOMERS_READ;
import static sluice.key.Scope.CUSTOMERS_WRITE;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sluice.Caller;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountAnswer.AccountView;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.value.AccountId;

/** Opening accounts, reading them, and taking their payments in. */
final class AccountRoutes {

    private static final String ACCOUNT = "/v1/accounts/{id}";
    private static final AccountId NO_ACCOUNT = new AccountId("-");

    private final Engines engines;

    AccountRoutes(Engine engine) {
        this.engines = new Engines(engine);
    }

    List<Operation> operations() {
        return List.of(
                put("defineAccount", CUSTOMERS_WRITE, ACCOUNT, this::define),
                get("readAccount", CUSTOMERS_READ, ACCOUNT, this::read).confined(TO_ACCOUNT),
                post("receivePayment", CREDIT_WRITE, ACCOUNT + "/payments", this::receivePayment));
    }

    private Supplier<CompletionStage<Answer>> define(Reading in) {
        var account = account(in);
        var command = AccountBodies.define(in.body());
        var caller = in.definer();
        if (!in.onlyIfExists()) {
            return () -> ask(in, account, command.get(), caller);
        }
        return () -> engines.of(in)
                .account(account, new AccountCommand.Read(), in.asker())
                .thenCompose(outcome -> isUnknown(outcome)
                        ? CompletableFuture.completedStage(Outcomes.absent())
                        : ask(in, account, command.get(), caller));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in) {
        var account = account(in);
        return () -> ask(in, account, new AccountCommand.Read(), in.asker());
    }

    private Supplier<CompletionStage<Answer>> receivePayment(Reading in) {
        var account = account(in);
        var command = AccountBodies.payment(in.body());
        var caller = in.changer();
        return () -> ask(in, account, command.get(), caller);
    }

    static AccountId account(Reading in) {
        return in.path("id", AccountId::new, NO_ACCOUNT);
    }

    private CompletionStage<Answer> ask(Reading in, AccountId account, AccountCommand command, Caller caller) {
        return engines.of(in)
                .account(account, command, caller)
                .thenApply(outcome -> Outcomes.answer(
                        outcome,
                        done -> view(command, done.answer()).replayed(done.replayed()),
                        AccountRoutes::refusal));
    }

    /** The first version was created by this request, or by its twin: a retried PUT gets the first answer again. */
    private static Resource view(AccountCommand command, AccountAnswer answer) {
        return switch (answer) {
            case AccountView view -> {
                boolean created = command instanceof AccountCommand.Define && view.version() == 1;
                yield Resource.versioned(created ? 201 : 200, view.version(), AccountJson.of(view));
            }
            case AccountAnswer.Ok other -> throw new IllegalStateException("not a view: " + other);
        };
    }

    private static boolean isUnknown(Outcome<AccountAnswer, AccountRejection> outcome) {
        return outcome instanceof Outcome.Refused<AccountAnswer, AccountRejection>(AccountRejection.UnknownAccount());
    }

    static Refusal refusal(AccountRejection rejection) {
        return switch (rejection) {
            case AccountRejection.UnknownAccount() -> Refusal.of(Problem.NOT_FOUND, "There is no such account.");
            case AccountRejection.CurrencyMismatch(var currency) ->
                Refusal.of(Problem.CURRENCY_MISMATCH, "The account is in " + currency + ".")
                        .with("expected", currency.getCurrencyCode());
            case AccountRejection.CurrencyInUse(var currency) ->
                Refusal.of(
                                Problem.CURRENCY_IN_USE,
                                "The account owes, pledges or is owed something in " + currency + ".")
                        .with("currency", currency.getCurrencyCode());
            case AccountRejection.TooMuch() ->
                Refusal.of(Problem.ABOVE_MAXIMUM, "The account would hold more credit than can be counted.");
            case AccountRejection.CreditLimitExceeded other ->
                throw new IllegalStateException("for orders only: " + other);
            case AccountRejection.PledgedDifferently other ->
                throw new IllegalStateException("for orders only: " + other);
        };
    }
}
