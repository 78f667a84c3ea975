package sluice.endpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.key.Timestamps;
import sluice.value.AccountId;
import sluice.webhook.EndpointStatus;

/** Endpoints as rows. */
final class EndpointRows {

    /** What an endpoint was told to be counts for whoever looks, also before its owner has carried it out. */
    static final String RECORD = """
        select e.*,
          coalesce(
            (select case w.kind when 'ENABLE' then 'ENABLED' else 'DISABLED' end from webhook_wish w
             where w.endpoint_id = e.endpoint_id and w.kind in ('ENABLE', 'DISABLE') order by w.number desc limit 1),
            e.status) as shown_status,
          (select greatest(0, l.last - e.position) from outgoing_event_end l) as behind,
          (select max(s.valid_until) from webhook_secret s
           where s.endpoint_id = e.endpoint_id and s.valid_until > now()) as previous_until
        from webhook_endpoint e where e.deleted_at is null
        """;

    private EndpointRows() {}

    static Optional<Endpoint> find(Handle handle, String id, @Nullable AccountId seer) {
        return handle.createQuery(RECORD + " and e.endpoint_id = :id")
                .bind("id", id)
                .map((row, context) -> endpoint(row))
                .findOne()
                .filter(endpoint -> seer == null || seer.equals(endpoint.account()));
    }

    static Endpoint endpoint(ResultSet row) throws SQLException {
        var account = row.getString("account");
        var status = EndpointStatus.valueOf(row.getString("shown_status"));
        return new Endpoint(
                row.getString("endpoint_id"),
                row.getString("url"),
                events(row),
                account == null ? null : new AccountId(account),
                row.getString("description"),
                row.getInt("concurrency"),
                row.getInt("per_second"),
                row.getLong("version"),
                row.getString("created_by"),
                Timestamps.of(row, "created_at"),
                status,
                Timestamps.orNull(row, "failing_since"),
                row.getLong("position"),
                row.getLong("behind"),
                Timestamps.orNull(row, "previous_until"));
    }

    static List<String> events(ResultSet row) throws SQLException {
        return List.of(row.getString("events").split(" ", -1));
    }
}
