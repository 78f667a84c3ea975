package sluice.load.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as its client wrote it down: one line of its log.
 *
 * @param sentMicros since the epoch, by the client's clock
 * @param answeredMicros since the epoch, by the client's clock
 * @param target which node was asked
 * @param status of HTTP; zero where there was no answer
 * @param order the id of the accepted order
 * @param digest of the accepted order's {@link OrderContent}
 * @param replayed whether the node said that an earlier attempt placed it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(
        String run,
        int client,
        long sentMicros,
        long answeredMicros,
        String target,
        OrderRequest asked,
        Kind kind,
        int status,
        @Nullable String problem,
        @Nullable String order,
        @Nullable String digest,
        @Nullable Boolean replayed) {

    /** The four ways an attempt can end. */
    public enum Kind {
        ACCEPTED,
        REFUSED,
        NONE,
        UNKNOWN
    }

    static Attempt of(
            String run, int client, Instant sent, Instant answered, String target, OrderRequest asked, Answer answer) {
        long from = micros(sent);
        long to = micros(answered);
        return switch (answer) {
            case Answer.Accepted(var order, var replayed) ->
                new Attempt(
                        run,
                        client,
                        from,
                        to,
                        target,
                        asked,
                        Kind.ACCEPTED,
                        201,
                        null,
                        order.id(),
                        order.digest(),
                        replayed);
            case Answer.Refused(var status, var problem) ->
                new Attempt(run, client, from, to, target, asked, Kind.REFUSED, status, problem, null, null, null);
            case Answer.NotDone(var status, var why) ->
                new Attempt(run, client, from, to, target, asked, Kind.NONE, status, why, null, null, null);
            case Answer.Unknown(var status, var why) ->
                new Attempt(run, client, from, to, target, asked, Kind.UNKNOWN, status, why, null, null, null);
        };
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
