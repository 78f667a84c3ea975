package sluice.endpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.key.Timestamps;
import sluice.webhook.Attempt;
import sluice.webhook.AttemptResult;
import sluice.webhook.LoggedAttempt;

/** The log of attempts. */
final class DeliveryLog {

    private static final int SWEPT_AT_ONCE = 1_000;

    private DeliveryLog() {}

    static void add(Handle transaction, String endpointId, List<LoggedAttempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        var batch = transaction.prepareBatch("""
            insert into webhook_attempt (endpoint_id, incarnation, number, position, event_id, event_type, kind, made,
                started_at, took_millis, status, delivered, exhausted, next_due, answer, error)
            values (:id, :incarnation, :number, :position, :eventId, :type, :kind, :made, :startedAt, :took, :status,
                :delivered, :exhausted, :next, :answer, :error)
            """);
        for (var logged : attempts) {
            var attempt = logged.attempt();
            var told = Told.of(logged.result());
            batch.bind("id", endpointId)
                    .bind("incarnation", attempt.incarnation())
                    .bind("number", attempt.number())
                    .bind(
                            "position",
                            attempt.kind() == Attempt.Kind.TEST
                                    ? null
                                    : (Long) attempt.event().position())
                    .bind("eventId", attempt.event().id())
                    .bind("type", attempt.event().type())
                    .bind("kind", attempt.kind().name())
                    .bind("made", attempt.made())
                    .bind("startedAt", attempt.startedAt())
                    .bind("took", Math.toIntExact(logged.result().took().toMillis()))
                    .bind("status", told.status())
                    .bind("delivered", logged.result().isDelivered())
                    .bind("exhausted", logged.isExhausted())
                    .bind("next", logged.next().orElse(null))
                    .bind("answer", told.answer())
                    .bind("error", told.error())
                    .add();
        }
        batch.execute();
    }

    /** What an answer leaves in the log. */
    private record Told(
            @Nullable Integer status,
            @Nullable String answer,
            @Nullable String error) {

        static Told of(AttemptResult result) {
            return switch (result) {
                case AttemptResult.Delivered delivered ->
                    new Told(delivered.status(), storable(delivered.excerpt()), null);
                case AttemptResult.Answered answered -> new Told(answered.status(), storable(answered.excerpt()), null);
                case AttemptResult.Failed failed -> new Told(null, null, failed.reason());
            };
        }

        /** PostgreSQL keeps no NUL in a text. */
        private static String storable(String text) {
            return text.replace('\0', '\uFFFD');
        }
    }

    static Optional<LoggedDelivery> find(Handle handle, String endpointId, DeliveryId id) {
        return handle.createQuery("""
            select * from webhook_attempt
            where endpoint_id = :id and incarnation = :incarnation and number = :number
            """)
                .bind("id", endpointId)
                .bind("incarnation", id.incarnation())
                .bind("number", id.number())
                .map((row, context) -> delivery(row))
                .findOne();
    }

    /** Attempts, newest first, those before {@code after}, or all. */
    static List<LoggedDelivery> list(
            Handle handle, String endpointId, DeliveryFilter filter, @Nullable DeliveryId after, int limit) {
        var sql = new StringBuilder("select * from webhook_attempt where endpoint_id = :id");
        var delivered = filter.delivered();
        var eventId = filter.eventId();
        if (delivered != null) {
            sql.append(" and delivered = :delivered");
        }
        if (eventId != null) {
            sql.append(" and event_id = :eventId");
        }
        if (after != null) {
            sql.append(" and (incarnation, number) < (:incarnation, :number)");
        }
        var query = handle.createQuery(sql + " order by incarnation desc, number desc limit :limit")
                .bind("id", endpointId)
                .bind("limit", limit);
        if (delivered != null) {
            query.bind("delivered", delivered);
        }
        if (eventId != null) {
            query.bind("eventId", eventId);
        }
        if (after != null) {
            query.bind("incarnation", after.incarnation()).bind("number", after.number());
        }
        return query.map((row, context) -> delivery(row)).list();
    }

    private static LoggedDelivery delivery(ResultSet row) throws SQLException {
        return new LoggedDelivery(
                new DeliveryId(row.getLong("incarnation"), row.getLong("number")),
                row.getObject("position", Long.class),
                row.getString("event_id"),
                row.getString("event_type"),
                Attempt.Kind.valueOf(row.getString("kind")),
                row.getInt("made") + 1,
                Timestamps.of(row, "started_at"),
                Duration.ofMillis(row.getInt("took_millis")),
                row.getBoolean("delivered"),
                row.getObject("status", Integer.class),
                row.getBoolean("exhausted"),
                Timestamps.orNull(row, "next_due"),
                row.getString("answer"),
                row.getString("error"));
    }

    /** Whether the event at a position can be sent again. */
    static boolean isKept(Handle handle, long position) {
        return handle.createQuery("select exists (select 1 from outgoing_event where position = :position)")
                .bind("position", position)
                .mapTo(Boolean.class)
                .one();
    }

    /** Takes a page out of what began before {@code oldest}; returns whether there may be more. */
    static boolean sweep(Handle handle, Instant oldest) {
        return handle.createUpdate("""
            delete from webhook_attempt where ctid = any (array(
                select ctid from webhook_attempt where started_at < :oldest limit :most))
            """)
                        .bind("oldest", oldest)
                        .bind("most", SWEPT_AT_ONCE)
                        .execute()
                == SWEPT_AT_ONCE;
    }
}
