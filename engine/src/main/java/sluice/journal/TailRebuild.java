package sluice.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes read models anew from the first row of the journal, beside those that are served, in one reading for all of them, and puts each in
 * its place in one short transaction of its own. Nodes may run or not. Until that transaction commits the served model is as it was, and
 * whatever ends the work before leaves only a schema {@code rebuild_<model>} behind, which the next attempt drops. So what is
 * written there need not survive a crash and is committed without waiting for the disk; the last commit, which does wait, brings all
 * of it there.
 *
 * <p>The transaction locks the offset of the live tail first, as that itself does, then handles what is left, swaps the tables and
 * moves the offset. A page that the live tail has read meanwhile finds that the offset has moved, and the tail begins again behind it.
 */
public final class TailRebuild {

    private static final Logger log = LoggerFactory.getLogger(TailRebuild.class);
    private static final int PAGE_ROWS = 5_000; // a row of a hot SKU may hold 20 kB
    private static final int ATTEMPTS_TO_SWAP = 20;
    private static final Set<String> BUSY = Set.of("55P03", "40P01"); // lock_not_available, deadlock_detected

    private final Jdbi database;
    private final List<TailModel> models;
    private final int writers;

    /**
     * What was done.
     *
     * @param rows of the journal that this model, or another that was made anew with it, wanted
     * @param took from the beginning of all
     * @param swap how long the served tables were locked at most
     */
    public record Rebuilt(String model, long rows, Duration took, Duration swap) {}

    /**
     * @param database whose connections are not shared with others: they are left with other settings
     * @param writers how many connections write at once, and processors are used
     */
    public TailRebuild(Jdbi database, List<TailModel> models, int writers) {
        for (var model : models) {
            if (model.tables().isEmpty()) {
                throw new IllegalArgumentException(
                        "the tail " + model.name() + " keeps no tables that can be made anew");
            }
        }
        this.database = database;
        this.models = models;
        this.writers = writers;
    }

    /**
     * Does all of it. Blocks.
     *
     * @throws IllegalStateException if another does it already, or the tables of one are never free to be swapped: those before it
     *     are made anew, it and those behind it are as they were
     */
    public List<Rebuilt> run() throws InterruptedException {
        long begun = System.nanoTime();
        try (var handle = database.open()) {
            handle.execute("set statement_timeout = 0");
            handle.execute("set idle_in_transaction_session_timeout = 0");
            handle.execute("set maintenance_work_mem = '256MB'"); // indexes are made one at a time
            handle.execute("set work_mem = '64MB'"); // a page
            models.forEach(model -> lock(handle, model));
            var tables = tables(handle);
            tables.forEach(each -> each.make(handle));
            RebuiltTables.use(handle, tables);
            var wanted = models.stream().map(TailModel::wanted).collect(Collectors.joining(") or (", "(", ")"));
            var reader = new TailReader(database, PAGE_ROWS, wanted);
            long rows;
            TailOffset read;
            try (var writing = new RebuildWriters(database, models, tables, writers)) {
                read = readAll(handle, reader, TailOffset.START, writing);
                writing.finish();
                log.info("{} rows read and written after {} ms; indexes next", writing.rows(), millisSince(begun));
                tables.forEach(each -> each.index(handle));
                log.info("Indexes made after {} ms", millisSince(begun));
                read = readAll(handle, reader, read, writing);
                writing.finish();
                rows = writing.rows();
            }
            var done = new ArrayList<Rebuilt>();
            for (int number = 0; number < models.size(); number++) {
                var swap = swap(handle, models.get(number), tables.get(number), read);
                done.add(new Rebuilt(
                        models.get(number).name(), rows, Duration.ofNanos(System.nanoTime() - begun), swap));
            }
            return done;
        }
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private static void lock(Handle handle, TailModel model) {
        boolean alone = handle.createQuery("select pg_try_advisory_lock(hashtext('sluice rebuild'), hashtext(:model))")
                .bind("model", model.name())
                .mapTo(Boolean.class)
                .one();
        if (!alone) {
            throw new IllegalStateException("the read model " + model.name() + " is being made anew by another");
        }
    }

    private List<RebuiltTables> tables(Handle handle) {
        var home = handle.createQuery("select quote_ident(current_schema())")
                .mapTo(String.class)
                .one();
        return models.stream().map(model -> new RebuiltTables(model, home)).toList();
    }

    private static TailOffset readAll(Handle handle, TailReader reader, TailOffset from, RebuildWriters writing)
            throws InterruptedException {
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

    private Duration swap(Handle handle, TailModel model, RebuiltTables tables, TailOffset read) {
        var reader = new TailReader(database, PAGE_ROWS, model.wanted());
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            try {
                handle.useTransaction(transaction -> swapNow(transaction, model, tables, reader, read));
                return Duration.ofNanos(System.nanoTime() - begun);
            } catch (JdbiException failed) {
                if (attempt == ATTEMPTS_TO_SWAP || !isBusy(failed)) {
                    throw failed;
                }
                log.info("The tables of {} are in use; trying again", model.name());
            }
        }
    }

    private static void swapNow(
            Handle transaction, TailModel model, RebuiltTables tables, TailReader reader, TailOffset read) {
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
