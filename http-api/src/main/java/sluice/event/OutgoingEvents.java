package sluice.event;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes outgoing events. */
public final class OutgoingEvents {

    private static final String INSERT = """
        insert into outgoing_event (position, id, type, subject, account, sequence, occurred_at, recorded_at, body)
        select :begin + u.place, u.id, u.type, u.subject, u.account, u.sequence, to_timestamp(u.occurred / 1000.0),
               greatest(clock_timestamp(), (select recorded_at from outgoing_event where position = :begin)), u.body
        from unnest(:ids, :types, :subjects, :accounts, :sequences, :occurred, :bodies)
          with ordinality as u (id, type, subject, account, sequence, occurred, body, place)
        """;

    private OutgoingEvents() {}

    /**
     * Appends {@code events} in their order, those left out that are there already. To be called last in a transaction, and once:
     * from here to its end all others who append wait for it, which is what makes events visible in the order of their
     * positions.
     *
     * @return how many were new
     */
    public static int append(Handle transaction, List<NewEvent> events) {
        var unknown = unknown(transaction, events);
        if (unknown.isEmpty()) {
            return 0;
        }
        long end = transaction
                .createQuery("update outgoing_event_end set last = last + :count returning last")
                .bind("count", unknown.size())
                .mapTo(Long.class)
                .one();
        transaction
                .createUpdate(INSERT)
                .bind("begin", end - unknown.size())
                .bind("ids", column(unknown, NewEvent::id, String[]::new))
                .bind("types", column(unknown, event -> event.type().wireName(), String[]::new))
                .bind("subjects", column(unknown, NewEvent::subject, String[]::new))
                .bind("accounts", column(unknown, NewEvent::account, String[]::new))
                .bind("sequences", column(unknown, NewEvent::sequence, Long[]::new))
                .bind("occurred", column(unknown, event -> event.occurredAt().toEpochMilli(), Long[]::new))
                .bind("bodies", column(unknown, NewEvent::body, String[]::new))
                .execute();
        return unknown.size();
    }

    private static List<NewEvent> unknown(Handle transaction, List<NewEvent> events) {
        if (events.isEmpty()) {
            return events;
        }
        var known = transaction
                .createQuery("select id from outgoing_event where id = any (:ids)")
                .bind("ids", column(events, NewEvent::id, String[]::new))
                .mapTo(String.class)
                .set();
        return known.isEmpty()
                ? events
                : events.stream().filter(event -> !known.contains(event.id())).toList();
    }

    private static <T> T[] column(
            List<NewEvent> events, Function<NewEvent, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return events.stream().map(value).toArray(array);
    }
}
