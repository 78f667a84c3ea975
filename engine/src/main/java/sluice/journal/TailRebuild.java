package sluice.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a read model anew from the first row of the journal, beside the one that is served, and puts it in its place in one short
 * transaction. Nodes may run or not. Until that transaction commits the served model is as it was, and whatever ends the work before
 * leaves only a schema {@code rebuild_<model>} behind, which the next attempt drops. So what is written there need not survive a crash
 * and is committed without waiting for the disk; the last commit, which does wait, brings all of it there.
 *
 * <p>The transaction locks the offset of the live tail first, as that itself does, then handles what is left, swaps the tables and
 * moves the offset. A page that the live tail has read meanwhile finds that the offset has moved, and the tail begins again behind it.
 */
public final class TailRebuild {

    private static final Logger log = LoggerFactory.getLogger(TailRebuild.class);
    private static final int PAGE_ROWS = 2_000; // a row of a hot SKU may hold 20 kB
    private static final int ATTEMPTS_TO_SWAP = 20;
    private static final Set<String> BUSY = Set.of("55P03", "40P01"); // lock_not_available, deadlock_detected

    private final Jdbi database;
    private final TailModel model;
    private final TailReader reader;
    private final int writers;

    /**
     * What was done.
     *
     * @param rows of the journal that the model wanted
     * @param swap how long the served tables were locked at most
     */
    public record Rebuilt(String model, long rows, Duration took, Duration swap) {}

    /**
     * @param database whose connections are not shared with others: they are left with other settings
     * @param writers how many connections write at once, and processors are used
     */
    public TailRebuild(Jdbi database, TailModel model, int writers) {
        if (model.tables().isEmpty()) {
            throw new IllegalArgumentException("the tail " + model.name() + " keeps no tables that can be made anew");
        }
        this.database = database;
        this.model = model;
        this.reader = new TailReader(database, PAGE_ROWS, model.wanted());
        this.writers = writers;
    }

    /**
     * Does all of it. Blocks.
     *
     * @throws IllegalStateException if another does it already, or the tables are never free to be swapped
     */
    public Rebuilt run() throws InterruptedException {
        long begun = System.nanoTime();
        try (var handle = database.open()) {
            handle.execute("set statement_timeout = 0");
            handle.execute("set idle_in_transaction_session_timeout = 0");
            lock(handle);
            var home = handle.createQuery("select quote_ident(current_schema())")
                    .mapTo(String.class)
                    .one();
            var tables = new RebuiltTables(model, home);
            tables.make(handle);
            tables.use(handle);
            long rows;
            TailOffset read;
            try (var writing = new RebuildWriters(database, model, tables, writers)) {
                read = readAll(handle, TailOffset.START, writing);
                writing.finish();
                tables.index(handle);
                read = readAll(handle, read, writing);
                writing.finish();
                rows = writing.rows();
            }
            var swap = swap(handle, tables, read);
            return new Rebuilt(model.name(), rows, Duration.ofNanos(System.nanoTime() - begun), swap);
        }
    }

    private void lock(Handle handle) {
        boolean alone = handle.createQuery("select pg_try_advisory_lock(hashtext('sluice rebuild'), hashtext(:model))")
                .bind("model", model.name())
                .mapTo(Boolean.class)
                .one();
        if (!alone) {
            throw new IllegalStateException("the read model " + model.name() + " is being made anew by another");
        }
    }

    private TailOffset readAll(Handle handle, TailOffset from, RebuildWriters writing) throws InterruptedException {
        var offset = from;
        while (true) {
            var page = reader.read(offset, handle);
            writing.take(page.rows());
            offset = page.to();
            if (!page.isFull()) {
                return offset;
            }
        }
    }

    private Duration swap(Handle handle, RebuiltTables tables, TailOffset read) {
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            try {
                handle.useTransaction(transaction -> swapNow(transaction, tables, read));
                return Duration.ofNanos(System.nanoTime() - begun);
            } catch (JdbiException failed) {
                if (attempt == ATTEMPTS_TO_SWAP || !isBusy(failed)) {
                    throw failed;
                }
                log.info("The tables of {} are in use; trying again", model.name());
            }
        }
    }

    private void swapNow(Handle transaction, RebuiltTables tables, TailOffset read) {
        transaction.execute("set local lock_timeout = '2s'"); // whoever comes to read waits behind this
        var id = TailProjection.idOf(model);
        TailOffsets.lock(transaction, id);
        var offset = read;
        boolean more = true;
        while (more) {
            var page = reader.read(offset, transaction);
            model.write(transaction, page.rows());
            offset = page.to();
            more = page.isFull();
        }
        tables.takePlace(transaction);
        TailOffsets.move(transaction, id, offset);
    }

    private static boolean isBusy(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && BUSY.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
