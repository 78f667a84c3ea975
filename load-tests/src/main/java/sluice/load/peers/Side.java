package sluice.load.peers;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import sluice.Engine;
import sluice.value.OrderId;

/** The engine or one of its opponents, with a PostgreSQL of its own. */
interface Side extends AutoCloseable {

    String name();

    /** Where its database is: the directory of the node's, or what would be that. */
    Path dataDirectory();

    /** Creates SKUs and accounts, before anything is placed. */
    void prepare(Workload workload) throws SQLException;

    /**
     * What orders are placed at. The one of before must have answered everything.
     *
     * @param concurrency how many orders may be in the database at once, where that is for the caller to choose
     */
    Engine engine(int concurrency);

    /** The same over HTTP; serves until the side is closed. */
    URI serve(int concurrency, String key);

    /** Rows that were written for orders, in all. */
    long rows() throws SQLException;

    /** Orders that stand in the books. */
    long orders() throws SQLException;

    /** What is wrong with the books, for people; empty if they balance. May take a while. */
    List<String> judge(Workload workload) throws SQLException, InterruptedException;

    /** Waits until what it does in the background about the orders so far is done, and would not disturb who is measured next. */
    default void rest() throws InterruptedException {}

    /** Stops everything, the database too, and starts it anew. */
    void restart();

    /** Which of these orders it knows. */
    Set<OrderId> known(List<OrderId> orders) throws SQLException, InterruptedException;

    @Override
    void close();
}
