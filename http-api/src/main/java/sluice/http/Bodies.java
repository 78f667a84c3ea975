package sluice.http;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import sluice.http.Answer.Refusal;

/** Takes bodies in, within bounds of size, time, type and encoding. */
final class Bodies {

    private final ClassicActorSystemProvider system;
    private final long maxBytes;
    private final Duration timeout;

    /**
     * @param maxBytes the longest body taken
     * @param timeout until the whole body must have arrived
     */
    Bodies(ClassicActorSystemProvider system, long maxBytes, Duration timeout) {
        this.system = system;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    /** A body, or why it is not taken. */
    sealed interface Body {
        /** What was sent; empty if there was no body. */
        @SuppressWarnings("ArrayRecordComponent") // never compared, and read once
        record Bytes(byte[] bytes) implements Body {}

        record Refused(Refusal refusal) implements Body {}
    }

    CompletionStage<Body> read(Operation operation, HttpRequest request) {
        var entity = request.entity();
        if (!operation.isCommand() || entity.isKnownEmpty()) {
            return discard(request, new Body.Bytes(new byte[0]));
        }
        if (entity.getContentLengthOption().orElse(0) > maxBytes) {
            return discard(request, new Body.Refused(tooLarge()));
        }
        var encoding = Headers.first(request, "Content-Encoding").orElse("identity");
        if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            return discard(request, new Body.Refused(unsupported("A body must not have a Content-Encoding.")));
        }
        if (!isJson(entity)) {
            return discard(request, new Body.Refused(unsupported("A body must have Content-Type: application/json.")));
        }
        return entity.toStrict(timeout.toMillis(), maxBytes, system)
                .<Body>thenApply(strict -> new Body.Bytes(strict.getData().toArray()))
                .exceptionally(this::refused);
    }

    /** Returns {@code answer}, having let the body go, so that the connection stays usable. */
    <T> CompletionStage<T> discard(HttpRequest request, T answer) {
        if (!request.entity().isKnownEmpty()) {
            request.discardEntityBytes(system);
        }
        return CompletableFuture.completedStage(answer);
    }

    /** JSON has no charset parameter (RFC 8259, section 11); one that is given has no effect. */
    private static boolean isJson(HttpEntity entity) {
        return entity.getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON);
    }

    private Body refused(Throwable fault) {
        var cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof TimeoutException) {
            return new Body.Refused(Refusal.of(Problem.REQUEST_TIMEOUT, "The body did not arrive in time.")
                    .withHeader("Connection", "close"));
        }
        if (cause instanceof EntityStreamSizeException) {
            return new Body.Refused(tooLarge());
        }
        return new Body.Refused(Refusal.of(Problem.INVALID_REQUEST, "The body broke off."));
    }

    private Refusal tooLarge() {
        return Refusal.of(Problem.BODY_TOO_LARGE, "A body has at most " + maxBytes + " bytes.")
                .with("maxBytes", maxBytes);
    }

    private static Refusal unsupported(String detail) {
        return Refusal.of(Problem.UNSUPPORTED_MEDIA_TYPE, detail).withHeader("Accept", "application/json");
    }
}
