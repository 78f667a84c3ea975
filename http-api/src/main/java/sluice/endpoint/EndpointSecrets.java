package sluice.endpoint;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.key.Timestamps;
import sluice.webhook.SecretBox;
import sluice.webhook.SigningSecret;

/** The signing secrets of endpoints in their table, where they lie sealed. */
final class EndpointSecrets {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sealed(String endpointId, int number, byte[] bytes) {}

    private final SecretBox box;
    private final SecureRandom random;

    EndpointSecrets(SecretBox box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    /**
     * A secret as the owner of an endpoint holds it.
     *
     * @param validUntil null for the current one
     */
    record Held(SigningSecret secret, @Nullable Instant validUntil) {

        boolean isValid(Instant at) {
            return validUntil == null || validUntil.isAfter(at);
        }
    }

    /**
     * Gives an endpoint a fresh secret.
     *
     * @param previousUntil until when the one before is valid, too; null for no longer. One that was before that ends at once.
     */
    SigningSecret renew(Handle transaction, String endpointId, @Nullable Instant previousUntil) {
        transaction
                .createUpdate("""
                    delete from webhook_secret
                    where endpoint_id = :id and (:until::timestamptz is null or valid_until is not null)
                    """)
                .bind("id", endpointId)
                .bind("until", previousUntil)
                .execute();
        transaction
                .createUpdate("update webhook_secret set valid_until = :until where endpoint_id = :id")
                .bind("id", endpointId)
                .bind("until", previousUntil)
                .execute();
        var fresh = SigningSecret.random(random);
        transaction
                .createUpdate("""
                    insert into webhook_secret (endpoint_id, number, sealed)
                    select :id, coalesce(max(number), 0) + 1, :sealed from webhook_secret where endpoint_id = :id
                    """)
                .bind("id", endpointId)
                .bind("sealed", box.seal(endpointId, fresh.text()))
                .execute();
        return fresh;
    }

    /**
     * Seals anew what lies under an older master key, a transaction for each; what none of this node's keys opens stays as it is.
     *
     * @return how many were sealed anew
     */
    int rewrap(Handle handle) {
        if (!box.hasOlderKeys()) {
            return 0;
        }
        int done = 0;
        for (var row : handle.createQuery("select endpoint_id, number, sealed from webhook_secret")
                .map((each, context) ->
                        new Sealed(each.getString("endpoint_id"), each.getInt("number"), each.getBytes("sealed")))
                .list()) {
            var fresh = rewrapped(row);
            if (fresh.isPresent()) {
                done += handle.createUpdate("""
                    update webhook_secret set sealed = :fresh
                    where endpoint_id = :id and number = :number and sealed = :sealed
                    """)
                        .bind("fresh", fresh.get())
                        .bind("id", row.endpointId)
                        .bind("number", row.number)
                        .bind("sealed", row.bytes)
                        .execute();
            }
        }
        return done;
    }

    private Optional<byte[]> rewrapped(Sealed row) {
        try {
            return box.rewrap(row.endpointId, row.bytes);
        } catch (SecretBox.CannotOpen e) { // its endpoint says so
            return Optional.empty();
        }
    }

    /**
     * The secrets that count, the current one first.
     *
     * @throws SecretBox.CannotOpen if one was sealed under a master key that this node was not given
     */
    List<Held> of(Handle handle, String endpointId) {
        return handle.createQuery("""
            select sealed, valid_until from webhook_secret
            where endpoint_id = :id and (valid_until is null or valid_until > now()) order by number desc
            """)
                .bind("id", endpointId)
                .map((row, context) -> new Held(
                        SigningSecret.parse(box.open(endpointId, row.getBytes("sealed"))),
                        Timestamps.orNull(row, "valid_until")))
                .list();
    }
}
