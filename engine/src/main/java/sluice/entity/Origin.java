package sluice.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a command came from; written with its events, because what is not written then can never be known later.
 *
 * @param by the API key's id, {@code timer} or {@code order}
 * @param contact the person of an account who acted through the key, where the key is bound to one
 * @param channel the channel it was captured by, where it has one
 * @param requestId the HTTP request's id, where there was one
 * @param cause the event of another entity that asked for this
 * @param key the idempotency key and what was asked under it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Origin(
        @JsonProperty("b") String by,
        @JsonProperty("p") @Nullable String contact,
        @JsonProperty("c") @Nullable String channel,
        @JsonProperty("r") @Nullable String requestId,
        @JsonProperty("w") @Nullable Cause cause,
        @JsonProperty("k") @Nullable IdempotencyKey key) {

    /** What an order's placement asks of stock and account; the order is named in the event itself. */
    public static final Origin PLACEMENT = new Origin("placement", null, null, null, null, null);

    /** What an entity does on its own when a time has come. */
    public static final Origin TIMER = new Origin("timer", null, null, null, null, null);

    Origin withoutKey() {
        return key == null ? this : new Origin(by, contact, channel, requestId, cause, null);
    }

    /** What the event {@code sequence} of the order {@code order} asks of stock and account. */
    public static Origin ofOrder(String order, long sequence) {
        return new Origin("order", null, null, null, new Cause("o", order, sequence), null);
    }

    /**
     * An event of another entity.
     *
     * @param entity the entity's kind, as its persistence ids begin: {@code s}, {@code a}, {@code o}
     */
    public record Cause(
            @JsonProperty("e") String entity,
            @JsonProperty("i") String id,
            @JsonProperty("s") long sequence) {}

    /**
     * A caller's name for one request.
     *
     * @param hash of the API key's id and the {@code Idempotency-Key}: 22 characters of base64url
     * @param fingerprint of what was asked: 22 characters of base64url
     */
    public record IdempotencyKey(
            @JsonProperty("h") String hash,
            @JsonProperty("f") String fingerprint) {}
}
