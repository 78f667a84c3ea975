package sluice.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Decode and write rows of the journal at once, for several models, those of one entity always on the same thread and so in their order. Rows of several pages
 * may be written in any order, and part of them: who needs to know how far the model has come waits for {@link #finish}.
 */
final class RebuildWriters implements AutoCloseable {

    private static final int PAGES_WAITING = 2;

    private final List<TailModel> models;
    private final List<Writer> writers = new ArrayList<>();
    private long rows;

    RebuildWriters(Jdbi database, List<TailModel> models, List<RebuiltTables> tables, int count) {
        this.models = models;
        for (int number = 0; number < count; number++) {
            var handle = database.open();
            handle.execute("set statement_timeout = 0");
            handle.execute("set synchronous_commit = off"); // after a crash all is begun again
            RebuiltTables.use(handle, tables);
            writers.add(new Writer(handle, number));
        }
    }

    /** Takes rows to be written; waits while there are too many. */
    void take(List<TailRow> page) throws InterruptedException {
        var parts = new ArrayList<List<TailRow>>();
        writers.forEach(writer -> parts.add(new ArrayList<>()));
        for (var row : page) {
            parts.get(Math.floorMod(row.persistenceId().hashCode(), parts.size()))
                    .add(row);
        }
        for (int number = 0; number < parts.size(); number++) {
            writers.get(number).put(parts.get(number));
        }
        rows += page.size();
    }

    /** Waits until all that was taken is written. */
    void finish() throws InterruptedException {
        for (var writer : writers) {
            writer.put(List.of());
        }
        for (var writer : writers) {
            writer.awaitIdle();
        }
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() {
        writers.forEach(Writer::end);
    }

    private final class Writer {
        private final BlockingQueue<List<TailRow>> waiting = new ArrayBlockingQueue<>(PAGES_WAITING);
        private final Handle handle;
        private final Thread thread;
        private volatile @Nullable RuntimeException failure;
        private volatile boolean ended;
        private int taken; // guarded by this
        private int written; // guarded by this

        Writer(Handle handle, int number) {
            this.handle = handle;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("sluice-rebuild-" + number)
                    .start(this::run);
        }

        void put(List<TailRow> part) throws InterruptedException {
            synchronized (this) {
                taken++;
            }
            while (!waiting.offer(part, 1, TimeUnit.SECONDS)) {
                rethrow();
            }
        }

        private void run() {
            try (handle) {
                while (!ended) {
                    var part = waiting.poll(20, TimeUnit.MILLISECONDS);
                    if (part != null) {
                        if (!part.isEmpty()) {
                            write(part);
                        }
                        synchronized (this) {
                            written++;
                            notifyAll();
                        }
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                failure = failed;
                synchronized (this) {
                    notifyAll();
                }
            }
        }

        /** Each model in a transaction of its own, so that figures which both writers add to are not locked while others are written. */
        private void write(List<TailRow> part) {
            for (var model : models) {
                handle.useTransaction(transaction -> model.write(transaction, part));
            }
        }

        synchronized void awaitIdle() throws InterruptedException {
            while (written < taken) {
                rethrow();
                wait();
            }
        }

        private void rethrow() {
            var failed = failure;
            if (failed != null) {
                throw new IllegalStateException("a read model could not be written", failed);
            }
        }

        /** Ends after the statement under way; what waits is left. */
        void end() {
            ended = true;
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
