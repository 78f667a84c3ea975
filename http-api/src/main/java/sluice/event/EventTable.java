package sluice.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Outgoing events as they lie in the database. Every method blocks. */
final class EventTable {

    /** What the driver takes in at once of a page: events may be long, and how long is seen only then. */
    private static final int FETCH_ROWS = 50;

    private static final String PAGE = """
        select position, id, type, subject, account,
               case when type like any (:types) and (cast(:account as text) is null or account = :account) then body end as body
        from outgoing_event where position > :position order by position limit :scanned
        """;

    private static final String BOUNDS = """
        select last, coalesce((select min(position) from outgoing_event), last + 1) as first_kept from outgoing_event_end
        """;

    private static final String BEFORE = """
        select position from outgoing_event where recorded_at < :time order by recorded_at desc, position desc limit 1
        """;

    private final Jdbi database;

    EventTable(Jdbi database) {
        this.database = database;
    }

    /** Where events begin and end: those from {@code firstKept} to {@code last} are there. */
    record Bounds(long firstKept, long last) {}

    Bounds bounds() {
        return database.withHandle(EventTable::bounds);
    }

    /** The position of the last event: one row, cheap enough to be asked all the time. */
    long last() {
        return database.withHandle(handle -> handle.createQuery("select last from outgoing_event_end")
                .mapTo(Long.class)
                .one());
    }

    private static Bounds bounds(Handle handle) {
        return handle.createQuery(BOUNDS)
                .map((row, context) -> new Bounds(row.getLong("first_kept"), row.getLong("last")))
                .one();
    }

    /** As {@link EventReader#after}, of the {@code scanned} events that follow {@code position} and no more. */
    EventRead after(long position, EventFilter filter, int scanned, int most, long mostBytes) {
        return database.inTransaction(handle -> {
            var page = page(handle, position, filter, scanned, most, mostBytes);
            // Asked after the page: what had been deleted by the time the page was read, is known to have been.
            var bounds = bounds(handle);
            return position < bounds.firstKept() - 1 || position > bounds.last()
                    ? new EventRead.Gone(bounds.firstKept(), bounds.last())
                    : page;
        });
    }

    private static EventRead.Page page(
            Handle handle, long position, EventFilter filter, int scanned, int most, long mostBytes) {
        var rows = handle.createQuery(PAGE)
                .bind("types", filter.types().stream().map(EventTable::like).toArray(String[]::new))
                .bind("account", filter.account())
                .bind("position", position)
                .bind("scanned", scanned)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> new Scanned(row.getLong("position"), event(row)));
        try (var events = rows.iterator()) {
            return Taking.of(position, events, scanned, most, mostBytes);
        }
    }

    /** @param event null if it is not wanted */
    record Scanned(long position, @Nullable OutgoingEvent event) {}

    private static @Nullable OutgoingEvent event(ResultSet row) throws SQLException {
        var body = row.getString("body");
        return body == null ? null : OutgoingEvent.of(row, body);
    }

    private static String like(String pattern) {
        return pattern.replace("\\", "\\\\")
                .replace("_", "\\_")
                .replace("%", "\\%")
                .replace('*', '%');
    }

    /** The position of the last event that was recorded before {@code time}; if none was, the one before all that are there. */
    long before(Instant time) {
        return database.inTransaction(handle -> handle.createQuery(BEFORE)
                .bind("time", time)
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> bounds(handle).firstKept() - 1));
    }

    /** Takes events off a stretch until there are enough. */
    static final class Taking {

        private Taking() {}

        /**
         * @param most so many at most
         * @param mostBytes of bodies; one comes in any case
         */
        static EventRead.Page of(long after, Iterator<Scanned> scanned, int stretch, int most, long mostBytes) {
            var wanted = new ArrayList<OutgoingEvent>();
            long through = after;
            long bytes = 0;
            int passed = 0;
            while (scanned.hasNext()) {
                var next = scanned.next();
                var event = next.event();
                if (event != null) {
                    bytes += event.body().length();
                    if (wanted.size() == most || (bytes > mostBytes && !wanted.isEmpty())) {
                        return new EventRead.Page(wanted, through, true);
                    }
                    wanted.add(event);
                }
                through = next.position();
                passed++;
            }
            return new EventRead.Page(wanted, through, passed == stretch);
        }
    }
}
