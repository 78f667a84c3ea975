package sluice.journal;

import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tool that makes a restored or promoted copy of the database one that tails are read on. No node may run meanwhile.
 *
 * <p>A physical copy (a promoted standby, a restored base backup) has the transaction ids of its original, and its offsets fit
 * its rows: only its identity is new. Rows restored from a dump carry the transaction ids of another instance, which may even
 * lie in this one's future, where no tail would ever read them: such rows are numbered anew, in the order the tail reads
 * them, and the offsets with them. What was read stays read, and what was not is read.
 */
public final class TailRebase {

    // A row that this instance's transaction wrote carries its id twice: as xact, and as the system column xmin. Rows
    // that
    // came with a dump do not, and precede in ordering all that were written since.
    private static final String PLACES = """
        create temporary table tail_place on commit drop as
        with origin as (
            select persistence_id, sequence_number, xact, ordering,
                   xmin::text::bigint = (xact::text::numeric % 4294967296)::bigint as fits
            from event_journal),
        restored as (select coalesce(max(ordering), 0) as last from origin where not fits and xact > '3'::xid8)
        select persistence_id, sequence_number, xact, ordering,
               ordering <= restored.last as foreign_row,
               row_number() over (order by ordering > restored.last, xact, origin.ordering) as place
        from origin, restored
        """;

    private TailRebase() {}

    /** Arguments: JDBC URL, user; the password, if there is one, in {@code SLUICE_DATABASE_PASSWORD}. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("give the JDBC URL of the database and its user");
        }
        var password = Objects.requireNonNullElse(System.getenv("SLUICE_DATABASE_PASSWORD"), "");
        System.out.println(rebase(Jdbi.create(arguments[0], arguments[1], password)));
    }

    /** Re-bases in one transaction and says what was done. Doing it again changes nothing. */
    public static String rebase(DataSource database) {
        return rebase(Jdbi.create(database));
    }

    private static String rebase(Jdbi database) {
        return database.inTransaction(handle -> {
            handle.execute("lock table event_journal in share row exclusive mode");
            var before = TailIdentity.adopt(handle);
            int renumbered = renumber(handle);
            return "Re-based: the tail was read on " + before + "; "
                    + (renumbered == 0
                            ? "its rows and offsets fit this database."
                            : renumbered + " rows were numbered anew.");
        });
    }

    private static int renumber(Handle handle) {
        handle.execute(PLACES);
        boolean fits = handle.createQuery("select not exists (select from tail_place where foreign_row)")
                .mapTo(Boolean.class)
                .one();
        if (fits) {
            return 0;
        }
        // '3' is the first transaction id there is: older than every running one, in every instance.
        handle.execute("""
            update pekko_projection_offset_store o set current_offset = moved.place, held_offset = moved.place
            from (select s.projection_name, s.projection_key, '3:' || count(p.place) as place
                  from pekko_projection_offset_store s
                  left join tail_place p
                         on p.foreign_row
                        and (p.xact, p.ordering) <= (split_part(s.current_offset, ':', 1)::xid8,
                                                     split_part(s.current_offset, ':', 2)::bigint)
                  group by s.projection_name, s.projection_key) moved
            where (o.projection_name, o.projection_key) = (moved.projection_name, moved.projection_key)
            """);
        int rows = handle.execute("""
            update event_journal j set xact = '3', ordering = p.place
            from tail_place p
            where (j.persistence_id, j.sequence_number) = (p.persistence_id, p.sequence_number)
            """);
        handle.execute(
                "select setval(pg_get_serial_sequence('event_journal', 'ordering'), max(place)) from tail_place");
        return rows;
    }
}
