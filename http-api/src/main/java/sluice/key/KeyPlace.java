package sluice.key;

import java.time.Instant;

/** Where a key stands in the list of keys, which begins with the newest. */
public record KeyPlace(Instant createdAt, String keyId) {

    public static KeyPlace of(KeyRecord key) {
        return new KeyPlace(key.createdAt(), key.id());
    }
}
