package sluice.key;

import java.time.Instant;

/** Where a key stands in the list of keys, which begins with the newest. */
public record KeyPlace(Instant createdAt, String keyId) {

    public static KeyPlace of(KeyRecord key) {
        return new KeyPlace(key.createdAt(), key.id());
    }

    /** @throws IllegalArgumentException if it is not a place as {@link #toString} writes it */
    public static KeyPlace parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("not a place in the list of keys: " + text);
        }
        return new KeyPlace(Instant.ofEpochMilli(Long.parseLong(text.substring(0, space))), text.substring(space + 1));
    }

    @Override
    public String toString() {
        return createdAt.toEpochMilli() + " " + keyId;
    }
}
