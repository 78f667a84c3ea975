package sluice.http;

import static sluice.http.Operation.delete;
import static sluice.http.Operation.get;
import static sluice.http.Operation.post;
import static sluice.key.Scope.KEYS_ADMIN;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sluice.Caller;
import sluice.Engine;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.key.DeskWork;
import sluice.key.KeyCaller;
import sluice.key.KeyDesk;
import sluice.key.KeyOutcome;
import sluice.key.KeyRecord;
import sluice.key.ListPlace;
import sluice.key.MadeKey;
import sluice.key.NewKey;
import sluice.readmodel.Cursor;

/** Making API keys, reading, rotating and revoking them. */
final class KeyRoutes {

    private static final String KEYS = "/v1/api-keys";
    private static final String KEY = KEYS + "/{id}";
    private static final String LIST = "api-keys"; // in cursors
    private static final Pattern KEY_ID = Pattern.compile("[0-9A-Za-z]{1,64}");

    private final KeyDesk desk;
    private final Engine engine;

    /** @param engine is asked whether there is the account that a key is to be bound to, and signs cursors */
    KeyRoutes(KeyDesk desk, Engine engine) {
        this.desk = desk;
        this.engine = engine;
    }

    List<Operation> operations() {
        return List.of(
                post("createApiKey", KEYS_ADMIN, KEYS, this::create),
                get("listApiKeys", KEYS_ADMIN, KEYS, this::list),
                get("readApiKey", KEYS_ADMIN, KEY, this::read),
                delete("revokeApiKey", KEYS_ADMIN, KEY, this::revoke),
                post("rotateApiKey", KEYS_ADMIN, KEY + "/rotate", this::rotate),
                get("readApiKeyEvents", KEYS_ADMIN, KEY + "/events", this::events));
    }

    private Supplier<CompletionStage<Answer>> create(Reading in) {
        var wanted = KeyBodies.create(in.body());
        var caller = in.creator();
        return () -> create(in, wanted.get(), by(in, caller));
    }

    private CompletionStage<Answer> create(Reading in, NewKey wanted, KeyCaller by) {
        // A key for an account that does not exist would be a mistake that shows only when it is used.
        return Outcomes.refusalOfAccount(engine, wanted.account(), in).thenCompose(refusal -> {
            if (refusal != null) {
                return CompletableFuture.completedStage(refusal);
            }
            return desk.create(wanted, by, KeyRoutes::written).thenApply(outcome -> answer(201, outcome));
        });
    }

    private Supplier<CompletionStage<Answer>> rotate(Reading in) {
        var overlap = KeyBodies.rotate(in.body());
        var caller = in.changer();
        return () -> ask(
                in,
                id -> desk.rotate(id, overlap.get(), by(in, caller), KeyRoutes::written)
                        .thenApply(outcome -> answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> revoke(Reading in) {
        var caller = in.definer();
        return () -> ask(in, id -> desk.revoke(id, by(in, caller)).thenApply(outcome -> answer(200, outcome)));
    }

    private Supplier<CompletionStage<Answer>> read(Reading in) {
        return () -> ask(
                in,
                id -> answered(desk.find(id)
                        .thenApply(found ->
                                found.<Answer>map(key -> view(200, key)).orElseGet(KeyRoutes::notFound))));
    }

    private Supplier<CompletionStage<Answer>> events(Reading in) {
        return () -> ask(
                in,
                id -> answered(desk.events(id)
                        .thenApply(events -> events.isEmpty()
                                ? notFound()
                                : Resource.ok(Map.of(
                                        "data",
                                        events.stream().map(KeyView.Event::of).toList())))));
    }

    /** What is not the id of any key is not found, as is an id that no key has. */
    private static CompletionStage<Answer> ask(Reading in, Function<String, CompletionStage<Answer>> question) {
        var id = in.parameter("id");
        return KEY_ID.matcher(id).matches() ? question.apply(id) : CompletableFuture.completedStage(notFound());
    }

    private Supplier<CompletionStage<Answer>> list(Reading in) {
        var paging =
                Paging.of(in, engine.lists().cursors(), cursor -> cursor.list().equals(LIST));
        var after =
                paging.after() == null ? null : ListPlace.parse(paging.after().key());
        return () -> answered(desk.list(after, paging.limit() + 1).thenApply(keys -> {
            var now = Instant.now();
            return paging.page(
                    keys,
                    key -> KeyView.of(key, now),
                    last -> new Cursor(LIST, "", new ListPlace(last.createdAt(), last.id()).toString()),
                    engine.lists().cursors());
        }));
    }

    static KeyCaller by(Reading in, Caller caller) {
        return new KeyCaller(caller, in.key(), in.presentedKey());
    }

    private static byte[] written(MadeKey made) {
        return Json.write(KeyView.of(made, Instant.now()));
    }

    private static Answer answer(int status, KeyOutcome outcome) {
        return switch (outcome) {
            case KeyOutcome.Made made -> made(status, made);
            case KeyOutcome.Revoked(var key) -> view(200, key);
            case KeyOutcome.NoSuchKey() -> notFound();
            case KeyOutcome.NotActive(var keyStatus) ->
                Refusal.of(Problem.KEY_NOT_ACTIVE, "The key is " + keyStatus + ".")
                        .with("keyStatus", keyStatus);
            case KeyOutcome.ExpiresInThePast() ->
                Refusal.of(List.of(Fault.inBody("/expiresAt", "must be in the future")));
            case KeyOutcome.BeyondCaller(var scope) ->
                Refusal.of(
                                Problem.MISSING_SCOPE,
                                "The key of this request lacks the scope " + scope.wireName()
                                        + ", so it can give it to none.")
                        .with("scope", scope.wireName());
            case KeyOutcome.VersionMismatch(long actual) -> Outcomes.versionMismatch(actual);
            case KeyOutcome.IdempotencyKeyReused() -> Outcomes.keyReused();
            case KeyOutcome.InFlight() ->
                Refusal.of(Problem.REQUEST_IN_FLIGHT, "The same request is being carried out at this moment.");
            case KeyOutcome.Sealed(var keyId) ->
                Refusal.of(Problem.ANSWER_SEALED, "The first answer is sealed under an earlier secret of your key.")
                        .with("keyId", keyId);
            case KeyOutcome.NotDone(var why) -> Refusal.notDone(why);
            case KeyOutcome.Unknown(var why) -> Refusal.outcomeUnknown(why);
        };
    }

    /** The first answer and its repeats are made from the same bytes. */
    private static Resource made(int status, KeyOutcome.Made made) {
        var answer = Resource.versioned(status, made.version(), Json.document(made.answer()))
                .replayed(made.replayed());
        return status == 201 ? answer.withHeader("Location", KEYS + "/" + made.keyId()) : answer;
    }

    private static Resource view(int status, KeyRecord key) {
        return Resource.versioned(status, key.version(), KeyView.of(key, Instant.now()));
    }

    private static Refusal notFound() {
        return Refusal.of(Problem.NOT_FOUND, "There is no such key.");
    }

    /** As it is, but a 503 where the tables cannot be read. */
    static CompletionStage<Answer> answered(CompletionStage<Answer> answer) {
        return answer.exceptionally(failure -> {
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof DeskWork.Unreadable unreadable) {
                return Refusal.notDone(String.valueOf(unreadable.getMessage()));
            }
            throw new CompletionException(cause);
        });
    }
}
