package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.key.KeyEvent;
import sluice.key.KeyRecord;
import sluice.key.MadeKey;
import sluice.key.Rate;
import sluice.key.Scope;

/**
 * An API key as JSON.
 *
 * @param key the whole key in plain, in the one answer that shows it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyView(
        String id,
        String name,
        String status,
        long version,
        List<String> scopes,
        @Nullable String accountId,
        @Nullable String contact,
        @Nullable String channel,
        @Nullable Rate rate,
        String createdBy,
        String createdAt,
        @Nullable String expiresAt,
        @Nullable String revokedAt,
        @Nullable String lastUsedAt,
        @Nullable String previousSecretExpiresAt,
        @Nullable String key) {

    static KeyView of(KeyRecord key, Instant now) {
        return of(key, now, null);
    }

    static KeyView of(MadeKey made, Instant now) {
        return of(made.key(), now, made.text());
    }

    private static KeyView of(KeyRecord key, Instant now, @Nullable String text) {
        var previousUntil = key.previousSecretExpiresAt();
        return new KeyView(
                key.id(),
                key.name(),
                key.status(now).name(),
                key.version(),
                key.scopes().stream().map(Scope::wireName).toList(),
                key.account() == null ? null : key.account().value(),
                key.contact(),
                key.channel() == null ? null : key.channel().name(),
                key.rate(),
                key.createdBy(),
                key.createdAt().toString(),
                written(key.expiresAt()),
                written(key.revokedAt()),
                written(key.lastUsedAt()),
                previousUntil != null && previousUntil.isAfter(now) ? previousUntil.toString() : null,
                text);
    }

    private static @Nullable String written(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }

    /** One change of a key as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            long sequence,
            String type,
            String at,
            String by,
            @Nullable String requestId) {

        static Event of(KeyEvent event) {
            return new Event(
                    event.sequence(), event.type().wireName(), event.at().toString(), event.by(), event.requestId());
        }
    }
}
