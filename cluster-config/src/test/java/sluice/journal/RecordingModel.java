package sluice.journal;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** A read model that keeps the names of the rows it is given, in a table, so that what it has is what was committed. */
final class RecordingModel implements TailModel {

    static final String TABLE = "create table recorded (place bigserial, name text)";

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public String wanted() {
        return "true";
    }

    @Override
    public void write(Handle transaction, List<TailRow> rows) {
        for (var row : rows) {
            transaction.execute(
                    "insert into recorded (name) values (?)", row.persistenceId() + " " + row.sequenceNumber());
        }
    }

    static String recorded(ScratchJournal database) {
        return database.ask("select string_agg(name, ', ' order by place) from recorded");
    }

    static String offset(ScratchJournal database) {
        return database.ask("select current_offset || ' held ' || held_offset from pekko_projection_offset_store");
    }
}
