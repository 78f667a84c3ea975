package sluice.http;

import java.time.Duration;
import java.util.List;
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
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import sluice.http.Answer.Refusal;

/** Takes bodies in, within bounds of size, time, type and encoding. */
final class Bodies {

    private final ClassicActorSystemProvider system;
    private final long maxUsualBytes;
    private final long maxBulkBytes;
    private final long discardedBytes;
    private final Duration timeout;

    /**
     * @param maxUsualBytes the longest body taken, but for bulk requests
     * @param maxBulkBytes the longest body of a bulk request
     * @param discardedBytes of a longer body, how much beyond its longest is let go by, so that its sender comes to read the answer; the
     *     connection of one that sends even more is cut
     * @param timeout until the whole body must have arrived
     */
    Bodies(
            ClassicActorSystemProvider system,
            long maxUsualBytes,
            long maxBulkBytes,
            long discardedBytes,
            Duration timeout) {
        this.system = system;
        this.maxUsualBytes = maxUsualBytes;
        this.maxBulkBytes = maxBulkBytes;
        this.discardedBytes = discardedBytes;
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
        long maxBytes = operation.bulk() ? maxBulkBytes : maxUsualBytes;
        if (!operation.isCommand() || entity.isKnownEmpty()) {
            return discard(request, new Body.Bytes(new byte[0]));
        }
        if (entity.getContentLengthOption().orElse(0) > maxBytes) {
            return discard(request, new Body.Refused(tooLarge(maxBytes)));
        }
        var encoding = Headers.first(request, "Content-Encoding").orElse("identity");
        if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            return discard(request, new Body.Refused(unsupported("A body must not have a Content-Encoding.")));
        }
        if (!isJson(entity)) {
            return discard(request, new Body.Refused(unsupported("A body must have Content-Type: application/json.")));
        }
        return bytes(entity, maxBytes)
                .<Body>thenApply(bytes -> bytes.size() > maxBytes
                        ? new Body.Refused(tooLarge(maxBytes))
                        : new Body.Bytes(bytes.toArray()))
                .exceptionally(fault -> refused(fault, maxBytes));
    }

    /** The bytes sent, or, of a body that turns out too long, the first of them that already are too many. */
    private CompletionStage<ByteString> bytes(HttpEntity entity, long maxBytes) {
        if (entity instanceof HttpEntity.Strict strict) { // it came with its head: nothing is to be waited for
            return CompletableFuture.completedStage(strict.getData());
        }
        return entity.withSizeLimit(maxBytes + discardedBytes)
                .getDataBytes()
                .completionTimeout(timeout)
                .runFold(
                        ByteString.emptyByteString(),
                        (taken, more) -> taken.size() > maxBytes ? taken : taken.concat(more),
                        system);
    }

    /**
     * Returns {@code answer} once the body has gone by. An answer given earlier closes the connection, and what is still on its
     * way to a closed connection resets it: the client may never see the answer.
     */
    <T> CompletionStage<T> discard(HttpRequest request, T answer) {
        var entity = request.entity();
        if (entity.isKnownEmpty() || entity instanceof HttpEntity.Strict) { // it came with its head: it has gone by
            return CompletableFuture.completedStage(answer);
        }
        return entity.withSizeLimit(maxBulkBytes + discardedBytes)
                .getDataBytes()
                .completionTimeout(timeout)
                .runWith(Sink.ignore(), system)
                .handle((gone, cut) -> answer);
    }

    /** JSON has no charset parameter (RFC 8259, section 11); one that is given has no effect. */
    private static boolean isJson(HttpEntity entity) {
        return entity.getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON);
    }

    private static Body refused(Throwable fault, long maxBytes) {
        var cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof TimeoutException) {
            return new Body.Refused(Refusal.of(Problem.REQUEST_TIMEOUT, "The body did not arrive in time.")
                    .withHeader("Connection", "close"));
        }
        if (cause instanceof EntityStreamSizeException) {
            return new Body.Refused(tooLarge(maxBytes));
        }
        return new Body.Refused(Refusal.of(List.of(Fault.inBody("", "broke off"))));
    }

    private static Refusal tooLarge(long maxBytes) {
        return Refusal.of(Problem.BODY_TOO_LARGE, "A body has at most " + maxBytes + " bytes.")
                .with("maxBytes", maxBytes);
    }

    private static Refusal unsupported(String detail) {
        return Refusal.of(Problem.UNSUPPORTED_MEDIA_TYPE, detail).withHeader("Accept", "application/json");
    }
}
