package sluice.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.http.Answer.Refusal;
import sluice.value.AccountId;

/** Turns the engine's outcomes into answers; what a subject answers and refuses, its routes say. */
final class Outcomes {

    private Outcomes() {}

    static <A extends Message, R extends Message> Answer answer(
            Outcome<A, R> outcome, Function<Outcome.Done<A, R>, Answer> done, Function<R, Refusal> refused) {
        return outcome instanceof Outcome.Done<A, R> did ? done.apply(did) : refusal(outcome, refused);
    }

    /** Why it was not done; of an outcome that is not {@link Outcome.Done} only. */
    static <A extends Message, R extends Message> Refusal refusal(Outcome<A, R> outcome, Function<R, Refusal> refused) {
        return switch (outcome) {
            case Outcome.Done<A, R> did -> throw new IllegalArgumentException("not a refusal: " + did);
            case Outcome.Refused<A, R>(R reason) -> refused.apply(reason);
            case Outcome.KeyReused<A, R>() -> keyReused();
            case Outcome.VersionMismatch<A, R>(long actual) -> versionMismatch(actual);
            case Outcome.NotDone<A, R>(String why) -> Refusal.notDone(why);
            case Outcome.Unknown<A, R>(String why) -> Refusal.outcomeUnknown(why);
        };
    }

    /** Why nothing can be of an account: there is no such account, or it cannot be asked just now; null if it can, or no account is wanted. */
    static CompletionStage<@Nullable Answer> refusalOfAccount(Engine engine, @Nullable AccountId account, Reading in) {
        if (account == null) {
            return CompletableFuture.completedStage(null);
        }
        return engine.account(account, new AccountCommand.Read(), in.asker())
                .thenApply(outcome -> outcome instanceof Outcome.Done<AccountAnswer, AccountRejection>
                        ? null
                        : refusal(
                                outcome, unknown -> Refusal.of(Problem.UNKNOWN_ACCOUNT, "There is no such account.")));
    }

    static Refusal keyReused() {
        return Refusal.of(
                Problem.IDEMPOTENCY_KEY_REUSED,
                "An earlier request under this Idempotency-Key asked for something else.");
    }

    static Refusal versionMismatch(long actual) {
        return Refusal.of(Problem.PRECONDITION_FAILED, "The present version is " + actual + ".")
                .with("actual", actual)
                .withHeader("ETag", '"' + Long.toString(actual) + '"');
    }

    /** {@code If-Match: *} on what is not there. */
    static Refusal absent() {
        return Refusal.of(Problem.PRECONDITION_FAILED, "There is nothing here yet that If-Match: * could match.");
    }
}
