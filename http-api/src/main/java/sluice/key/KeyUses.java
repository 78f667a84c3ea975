package sluice.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** When keys were last used, as this node has seen it: noted in memory, and written together, each key's at most once a minute. */
final class KeyUses {

    private static final long NOTED_EVERY_MILLIS = 1_000; // a volatile write per request would pass between processors
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    /** The uses of one key. */
    static final class Use {

        private final String keyId;
        private volatile long lastMillis;
        private long writtenMillis;
        private long writtenAtMillis;

        Use(String keyId) {
            this.keyId = keyId;
        }

        void at(long nowMillis) {
            if (nowMillis - lastMillis >= NOTED_EVERY_MILLIS) {
                lastMillis = nowMillis;
            }
        }
    }

    Use of(String keyId) {
        return uses.computeIfAbsent(keyId, Use::new);
    }

    /**
     * Writes what is new; not from two threads at once.
     *
     * @param all also of keys whose last use was written less than a minute ago
     */
    void write(Handle handle, long nowMillis, boolean all) {
        var due = new ArrayList<Use>();
        for (var use : uses.values()) {
            boolean isNew = use.lastMillis > use.writtenMillis;
            if (isNew && (all || nowMillis - use.writtenAtMillis >= WRITTEN_EVERY.toMillis())) {
                due.add(use);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        due.sort((one, other) -> one.keyId.compareTo(other.keyId)); // two nodes lock rows in the same order
        var batch = handle.prepareBatch("""
            insert into api_key_use (key_id, last_used_at)
            select key_id, :at from api_key where key_id = :keyId
            on conflict (key_id) do update set last_used_at = greatest(api_key_use.last_used_at, excluded.last_used_at)
            """);
        var noted = due.stream().mapToLong(use -> use.lastMillis).toArray();
        for (int index = 0; index < noted.length; index++) {
            batch.bind("keyId", due.get(index).keyId)
                    .bind("at", Instant.ofEpochMilli(noted[index]))
                    .add();
        }
        batch.execute();
        for (int index = 0; index < noted.length; index++) {
            due.get(index).writtenMillis = noted[index];
            due.get(index).writtenAtMillis = nowMillis;
        }
    }
}
