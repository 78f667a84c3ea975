package sluice.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent.
 *
 * @param position its place among all outgoing events, in the order in which they came to be visible
 * @param id the same for ever, for the receiver to recognise what it has
 * @param type such as {@code order.shipped}
 * @param subject what it is about, such as {@code order/019a…}: events of one subject come in their order
 * @param account whose event it is; null where it is nobody's
 * @param body the JSON that is sent, in one line
 */
public record OutgoingEvent(
        long position,
        String id,
        String type,
        String subject,
        @Nullable String account,
        String body) {

    private static final int OVERHEAD_BYTES = 300;

    /** A row of the table {@code outgoing_event}, whose body may have been read already. */
    public static OutgoingEvent of(ResultSet row, String body) throws SQLException {
        return new OutgoingEvent(
                row.getLong("position"),
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("account"),
                body);
    }

    /** About what it takes in memory. */
    public int sizeBytes() {
        return OVERHEAD_BYTES + 2 * body.length();
    }
}
