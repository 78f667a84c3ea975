package sluice.readmodel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A search for orders by how one of their names begins, as ranges of indexes. Capital letters of ASCII are like small ones, as
 * PostgreSQL's {@code lower} has it in the collation {@code "C"}; no other letters are alike.
 *
 * @param from the least name that is found
 * @param before greater than every name that is found
 * @param firstId the least id of an order that is found; where the text begins no id, greater than {@code lastId}
 */
record Search(String from, String before, UUID firstId, UUID lastId) {

    static final String CONDITION = "(lower(o.external_id) >= :search and lower(o.external_id) < :searchEnd"
            + " or lower(o.po_number) >= :search and lower(o.po_number) < :searchEnd"
            + " or o.id >= :searchId and o.id <= :searchIdEnd)";

    private static final String NIL = "00000000-0000-0000-0000-000000000000";
    private static final String MAX = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    static @Nullable Search of(@Nullable String text) {
        var key = key(text);
        if (key == null) {
            return null;
        }
        // The last code point, which no name may hold, comes after every other.
        var before = key + "\uDBFF\uDFFF";
        return beginsAnId(key)
                ? new Search(key, before, id(key, NIL), id(key, MAX))
                : new Search(key, before, UUID.fromString(MAX), UUID.fromString(NIL));
    }

    private static boolean beginsAnId(String key) {
        return key.length() <= NIL.length()
                && key.chars().allMatch(c -> (Character.digit(c, 16) >= 0 && c < 0x80) || c == '-')
                && (key + NIL.substring(key.length())).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static UUID id(String key, String rest) {
        return UUID.fromString(key + rest.substring(key.length()));
    }

    /** The text by which {@code name} is found; null for none. */
    static @Nullable String key(@Nullable String name) {
        if (name == null) {
            return null;
        }
        var key = new StringBuilder(name.length());
        name.chars().forEach(c -> key.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return key.toString();
    }
}
