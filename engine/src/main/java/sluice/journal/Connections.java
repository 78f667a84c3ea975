package sluice.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Where {@link GroupCommitJournal} has its connections from. */
@FunctionalInterface
interface Connections {

    /** A connection in autocommit, for the caller to close. Blocks, for as long as the pool waits. */
    Connection open() throws SQLException;
}
