package sluice.key;

import java.time.Instant;

/**
 * Where something stands in a list that begins with the newest.
 *
 * @param id tells apart what was made in the same millisecond
 */
public record ListPlace(Instant createdAt, String id) {

    /** @throws IllegalArgumentException if it is not a place as {@link #toString} writes it */
    public static ListPlace parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("not a place in a list: " + text);
        }
        return new ListPlace(Instant.ofEpochMilli(Long.parseLong(text.substring(0, space))), text.substring(space + 1));
    }

    @Override
    public String toString() {
        return createdAt.toEpochMilli() + " " + id;
    }
}
