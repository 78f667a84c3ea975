package sluice.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.key.Scope;

/**
 * One operation of the API: a row of its table.
 *
 * @param id its name in the contract, for ever
 * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH}, {@code DELETE}
 * @param template the path, with parameters in braces that each stand for one segment
 * @param neededScope what a key must have to ask it; null where no key is needed
 * @param confinement how it keeps to one account what a key bound to that account asks
 * @param bulk whether its body may be as long as a bulk request's
 * @param reader reads a request and returns what is to be done about it; that is done only if the request had no fault
 */
record Operation(
        String id,
        String method,
        String template,
        @Nullable Scope neededScope,
        Confinement confinement,
        boolean bulk,
        Function<Reading, Supplier<CompletionStage<Answer>>> reader) {

    static Operation get(
            String id, Scope scope, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "GET", template, scope, Confinement.NONE, false, reader);
    }

    static Operation post(
            String id, Scope scope, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "POST", template, scope, Confinement.NONE, false, reader);
    }

    static Operation put(
            String id, Scope scope, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "PUT", template, scope, Confinement.NONE, false, reader);
    }

    static Operation patch(
            String id, Scope scope, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "PATCH", template, scope, Confinement.NONE, false, reader);
    }

    static Operation delete(
            String id, Scope scope, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "DELETE", template, scope, Confinement.NONE, false, reader);
    }

    /** One that is asked by GET and open to everyone. */
    static Operation open(String id, String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation(id, "GET", template, null, Confinement.NONE, false, reader);
    }

    /** The same, for the longer bodies of bulk requests. */
    Operation inBulk() {
        return new Operation(id, method, template, neededScope, confinement, true, reader);
    }

    /** The same, open to keys that are bound to an account. */
    Operation confined(Confinement how) {
        return new Operation(id, method, template, neededScope, how, bulk, reader);
    }

    /** What a key must have to ask it; empty where no key is needed. */
    Optional<Scope> scope() {
        return Optional.ofNullable(neededScope);
    }

    /** Whether it may change something. */
    boolean isCommand() {
        return !method.equals("GET");
    }
}
