package sluice.key;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The audit trail of the keys: who changed what, when, and from which request. */
final class KeyTrail {

    private static final JsonMapper JSON = new JsonMapper();

    private KeyTrail() {}

    /** @param before null for a key that was not there */
    static void add(
            Handle transaction,
            KeyEvent.Type type,
            @Nullable KeyRecord before,
            KeyRecord after,
            KeyCaller by,
            Instant now) {
        transaction
                .createUpdate("""
                    insert into api_key_event (key_id, sequence, type, at, by, request_id, change)
                    values (:keyId, :sequence, :type, :at, :by, :requestId, cast(:change as jsonb))
                    """)
                .bind("keyId", after.id())
                .bind("sequence", after.version())
                .bind("type", type.wireName())
                .bind("at", now)
                .bind("by", by.caller().keyId())
                .bind("requestId", by.caller().requestId())
                .bind("change", change(before == null ? Map.of() : fields(before), fields(after)))
                .execute();
    }

    static List<KeyEvent> of(Handle handle, String keyId) {
        return handle.createQuery("select * from api_key_event where key_id = :keyId order by sequence")
                .bind("keyId", keyId)
                .map((row, context) -> new KeyEvent(
                        row.getLong("sequence"),
                        KeyEvent.Type.named(row.getString("type")),
                        Timestamps.of(row, "at"),
                        row.getString("by"),
                        row.getString("request_id")))
                .list();
    }

    /** The fields that differ, each with what it was and what it is. */
    private static String change(Map<String, Object> before, Map<String, Object> after) {
        var names = new LinkedHashMap<>(before);
        names.putAll(after);
        var change = JSON.createObjectNode();
        for (var name : names.keySet()) {
            var old = before.get(name);
            var now = after.get(name);
            if (old == null ? now != null : !old.equals(now)) {
                var field = change.putObject(name);
                put(field, "old", old);
                put(field, "new", now);
            }
        }
        return change.toString();
    }

    private static void put(ObjectNode field, String name, @Nullable Object value) {
        if (value != null) {
            field.put(name, value.toString());
        }
    }

    private static Map<String, Object> fields(KeyRecord key) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", key.name());
        fields.put("scopes", KeyRows.text(key.scopes()));
        put(fields, "accountId", key.account());
        put(fields, "contact", key.contact());
        put(fields, "channel", key.channel());
        put(fields, "rate", key.rate());
        put(fields, "expiresAt", key.expiresAt());
        put(fields, "revokedAt", key.revokedAt());
        put(fields, "previousSecretExpiresAt", key.previousSecretExpiresAt());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
