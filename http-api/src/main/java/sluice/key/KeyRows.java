package sluice.key;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.value.AccountId;

/** Keys as rows of the table {@code api_key}. */
final class KeyRows {

    private KeyRows() {}

    /** A row of {@code api_key} with {@code last_used_at} beside it. */
    static KeyRecord record(ResultSet row) throws SQLException {
        var account = row.getString("account");
        var channel = row.getString("channel");
        return new KeyRecord(
                row.getString("key_id"),
                row.getString("name"),
                row.getLong("version"),
                scopes(row.getString("scopes")),
                account == null ? null : new AccountId(account),
                row.getString("contact"),
                channel == null ? null : Channel.valueOf(channel),
                rate(row),
                row.getString("created_by"),
                Timestamps.of(row, "created_at"),
                Timestamps.orNull(row, "expires_at"),
                Timestamps.orNull(row, "revoked_at"),
                Timestamps.orNull(row, "last_used_at"),
                Timestamps.orNull(row, "previous_until"));
    }

    /** The scopes in the order of {@link Scope}; one that this release does not know allows nothing here. */
    private static List<Scope> scopes(String text) {
        var scopes = new TreeSet<Scope>();
        for (var name : text.split(" ", -1)) {
            Scope.named(name).ifPresent(scopes::add);
        }
        return List.copyOf(scopes);
    }

    static String text(Iterable<Scope> scopes) {
        var sorted = new TreeSet<Scope>();
        scopes.forEach(sorted::add);
        return String.join(" ", sorted.stream().map(Scope::wireName).toList());
    }

    private static @Nullable Rate rate(ResultSet row) throws SQLException {
        int perSecond = row.getInt("rate_per_second");
        return row.wasNull() ? null : new Rate(perSecond, row.getInt("rate_burst"), row.getInt("rate_concurrency"));
    }
}
