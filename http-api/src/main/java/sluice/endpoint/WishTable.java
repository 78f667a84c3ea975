package sluice.endpoint;

import java.util.List;
import org.jdbi.v3.core.Handle;
import sluice.key.Timestamps;

/** What is asked of owners, in its table until it has its effect. */
final class WishTable {

    private WishTable() {}

    static void insert(Handle transaction, String endpointId, Wish wish) {
        transaction
                .createUpdate("""
                    insert into webhook_wish (endpoint_id, number, kind, position, event_id, asked_at)
                    values (:id, :number, :kind, :position, :eventId, :now)
                    """)
                .bind("id", endpointId)
                .bind("number", wish.number())
                .bind("kind", wish.kind().name())
                .bind("position", wish.position())
                .bind("eventId", wish.eventId())
                .bind("now", wish.askedAt())
                .execute();
    }

    static int count(Handle transaction, String endpointId) {
        return transaction
                .createQuery("select count(*) from webhook_wish where endpoint_id = :id")
                .bind("id", endpointId)
                .mapTo(Integer.class)
                .one();
    }

    /** Those of higher numbers than {@code after}, in order. */
    static List<Wish> after(Handle handle, String endpointId, long after) {
        return handle.createQuery(
                        "select * from webhook_wish where endpoint_id = :id and number > :after order by number")
                .bind("id", endpointId)
                .bind("after", after)
                .map((row, context) -> new Wish(
                        row.getLong("number"),
                        Wish.Kind.valueOf(row.getString("kind")),
                        row.getLong("position"),
                        row.getString("event_id"),
                        Timestamps.of(row, "asked_at")))
                .list();
    }

    /** Those up to a number have had their effect. */
    static void settle(Handle transaction, String endpointId, long through) {
        transaction
                .createUpdate("delete from webhook_wish where endpoint_id = :id and number <= :through")
                .bind("id", endpointId)
                .bind("through", through)
                .execute();
    }
}
