package sluice.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of many entities in one statement, and finds out what became of each.
 *
 * <p>The primary key is the fence. When a statement breaks it, one look at the table tells whose rows stand where: another writer's
 * means that this entity has lost its place, its own that an attempt believed lost was committed after all; the rest goes out again.
 * A statement refused for what is in it is halved until the bad row is alone.
 *
 * <p>When a connection is lost, the statement may have been committed, may still run, or may be gone. It is repeated: on the key it
 * waits for its own ghost. Only when that has led nowhere for the patience set is the outcome told as unknown.
 */
final class RowWriter implements Grouped.Call<EntityWrite, EntityWrite.Outcome> {

    private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);
    private static final long PAUSE_MILLIS = 50; // before a statement in doubt is repeated

    private static final Comparator<EntityWrite> BY_KEY =
            Comparator.comparing(EntityWrite::persistenceId).thenComparingLong(EntityWrite::firstSequence);

    private final Connections connections;
    private final RowFormat format;
    private final GroupCommitSettings settings;
    private volatile boolean closed;

    RowWriter(Connections connections, RowFormat format, GroupCommitSettings settings) {
        this.connections = connections;
        this.format = format;
        this.settings = settings;
    }

    @Override
    public List<EntityWrite.Outcome> on(List<EntityWrite> writes) {
        var now = System.currentTimeMillis();
        var sendable = new ArrayList<EntityWrite>(writes.size());
        for (var write : writes) {
            if (System.nanoTime() - write.handedOverNanos()
                    > settings.patience().toNanos()) {
                // Its actor has been told by Pekko's circuit breaker, or is about to be.
                write.failed(new TimeoutException("the write waited too long and was not sent"));
                continue;
            }
            write.serialize(format, now);
            if (write.rows().isEmpty()) {
                write.written();
            } else {
                sendable.add(write);
            }
        }
        sendable.sort(BY_KEY); // two statements that want the same keys must not wait for each other in a ring
        inStatements(sendable);
        return writes.stream().map(EntityWrite::outcome).toList();
    }

    private void inStatements(List<EntityWrite> writes) {
        int rows = 0;
        long bytes = 0;
        int from = 0;
        for (int i = 0; i < writes.size(); i++) {
            var write = writes.get(i);
            if (i > from
                    && (rows + write.rows().size() > settings.maxRows()
                            || bytes + write.bytes() > settings.maxBytes())) {
                insert(writes.subList(from, i), deadline());
                from = i;
                rows = 0;
                bytes = 0;
            }
            rows += write.rows().size();
            bytes += write.bytes();
        }
        if (from < writes.size()) {
            insert(writes.subList(from, writes.size()), deadline());
        }
    }

    private long deadline() {
        return System.nanoTime() + settings.patience().toNanos();
    }

    private void insert(List<EntityWrite> writes, long deadlineNanos) {
        var left = writes;
        boolean inDoubt = false;
        while (!left.isEmpty()) {
            SQLException failure;
            try (var connection = connections.open()) {
                failure = insert(connection, left);
                if (failure == null) {
                    return;
                }
                if (Trouble.of(failure) == Trouble.CONFLICT) {
                    int before = left.size();
                    left = settle(left, JournalTable.writers(connection, rowsOf(left)), failure);
                    if (left.size() < before) {
                        continue;
                    }
                }
            } catch (SQLException noConnection) {
                if (!inDoubt || isLate(deadlineNanos)) {
                    fail(left, noConnection);
                    return;
                }
                pause();
                continue;
            }
            // From here on without the connection: halves need one each, and the pool has few.
            var trouble = Trouble.of(failure);
            inDoubt |= trouble == Trouble.UNKNOWN;
            if (!repeats(left, trouble, failure, deadlineNanos)) {
                return;
            }
            pause();
        }
    }

    private static @Nullable SQLException insert(Connection connection, List<EntityWrite> writes) {
        try {
            JournalTable.insert(connection, rowsOf(writes));
            writes.forEach(EntityWrite::written);
            return null;
        } catch (SQLException failure) {
            return failure;
        }
    }

    /** Whether the statement is to be repeated as it is; otherwise all its writes have been dealt with. */
    private boolean repeats(List<EntityWrite> writes, Trouble kind, SQLException failure, long deadlineNanos) {
        boolean late = isLate(deadlineNanos);
        return switch (kind) {
            case CONFLICT, REFUSED -> {
                if (writes.size() > 1) {
                    halves(writes, deadlineNanos);
                    yield false;
                }
                if (kind == Trouble.REFUSED) {
                    writes.getFirst().rejected(failure);
                    yield false;
                }
                yield !late || fail(writes, failure); // the row in its way has gone again
            }
            case TOO_SLOW -> {
                if (late) {
                    yield fail(writes, failure);
                }
                if (writes.size() > 1) {
                    halves(writes, deadlineNanos);
                    yield false;
                }
                yield true;
            }
            case ROLLED_BACK, UNKNOWN -> !late || fail(writes, failure);
            case BROKEN -> fail(writes, failure);
        };
    }

    private void halves(List<EntityWrite> writes, long deadlineNanos) {
        insert(writes.subList(0, writes.size() / 2), deadlineNanos);
        insert(writes.subList(writes.size() / 2, writes.size()), deadlineNanos);
    }

    private boolean fail(List<EntityWrite> writes, SQLException cause) {
        LOG.warn(
                "{} writes, of {} and others, failed: {}",
                writes.size(),
                writes.getFirst().persistenceId(),
                cause.toString());
        writes.forEach(write -> write.failed(cause));
        return false;
    }

    private boolean isLate(long deadlineNanos) {
        return closed || System.nanoTime() - deadlineNanos > 0;
    }

    private static List<JournalRow> rowsOf(List<EntityWrite> writes) {
        var rows = new ArrayList<JournalRow>(writes.size());
        writes.forEach(write -> rows.addAll(write.rows()));
        return rows;
    }

    /** Tells those of {@code writes} whose keys are taken; returns the others. */
    private static List<EntityWrite> settle(
            List<EntityWrite> writes, Map<JournalTable.Key, String> writers, SQLException failure) {
        var left = new ArrayList<EntityWrite>(writes.size());
        for (var write : writes) {
            boolean taken = false;
            boolean own = true;
            for (var row : write.rows()) {
                var writer = writers.get(JournalTable.Key.of(row));
                taken |= writer != null;
                own &= row.writer().equals(writer);
            }
            if (own) {
                write.written();
            } else if (taken) {
                write.rejected(new SQLException(
                        "%s has a row %d of another writer".formatted(write.persistenceId(), write.firstSequence()),
                        failure.getSQLState(),
                        failure));
            } else {
                left.add(write);
            }
        }
        return left;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats nothing from now on. */
    void close() {
        closed = true;
    }

    /** What a failed statement means for its rows. */
    private enum Trouble {
        /** A key is taken. Nothing was written. */
        CONFLICT,
        /** For what is in a row. Nothing was written, nor ever will be. */
        REFUSED,
        /** Nothing was written; half as much may be in time. */
        TOO_SLOW,
        /** Nothing was written; the same may go through at once. */
        ROLLED_BACK,
        /** Nothing was written, for a reason that will not pass by itself. */
        BROKEN,
        /** The server did not say. */
        UNKNOWN;

        static Trouble of(SQLException failure) {
            var state = String.valueOf(failure.getSQLState());
            return switch (state) {
                case "23505" -> CONFLICT;
                case "57014" -> TOO_SLOW;
                case "40001", "40P01" -> ROLLED_BACK;
                case "40003" -> UNKNOWN;
                default -> ofClass(state.length() < 2 ? "" : state.substring(0, 2), failure);
            };
        }

        /** What PostgreSQL says of a statement is certain; what ends a session or comes from the driver is not. */
        private static Trouble ofClass(String stateClass, SQLException failure) {
            if (Grouped.isRefusal(failure)) {
                return REFUSED;
            }
            return switch (stateClass) {
                case "25", "42", "53" -> BROKEN;
                default -> UNKNOWN;
            };
        }
    }
}
