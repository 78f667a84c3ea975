package sluice.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One operation of the API: a row of its table.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}
 * @param template the path, with parameters in braces that each stand for one segment
 * @param open whether it needs no API key
 * @param bulk whether its body may be as long as a bulk request's
 * @param reader reads a request and returns what is to be done about it; that is done only if the request had no fault
 */
record Operation(
        String method,
        String template,
        boolean open,
        boolean bulk,
        Function<Reading, Supplier<CompletionStage<Answer>>> reader) {

    static Operation get(String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation("GET", template, false, false, reader);
    }

    static Operation post(String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation("POST", template, false, false, reader);
    }

    static Operation put(String template, Function<Reading, Supplier<CompletionStage<Answer>>> reader) {
        return new Operation("PUT", template, false, false, reader);
    }

    /** The same, for callers without a key too. */
    Operation withoutKey() {
        return new Operation(method, template, true, bulk, reader);
    }

    /** The same, for the longer bodies of bulk requests. */
    Operation inBulk() {
        return new Operation(method, template, open, true, reader);
    }

    /** Whether it may change something. */
    boolean isCommand() {
        return !method.equals("GET");
    }
}
