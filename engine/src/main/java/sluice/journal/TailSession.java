package sluice.journal;

import java.sql.Connection;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.projection.jdbc.JdbcSession;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One transaction of a tail's handler, or of the offset store, on one connection of the pool. */
final class TailSession implements JdbcSession {

    private final Handle handle;

    TailSession(Jdbi jdbi) {
        handle = jdbi.open();
        try {
            handle.begin();
        } catch (RuntimeException failed) {
            handle.close();
            throw failed;
        }
    }

    Handle handle() {
        return handle;
    }

    @Override
    public <R> R withConnection(Function<Connection, R> work) throws Exception {
        return work.apply(handle.getConnection());
    }

    @Override
    public void commit() {
        handle.commit();
    }

    @Override
    public void rollback() {
        handle.rollback();
    }

    @Override
    public void close() {
        handle.close();
    }
}
