package sluice.placement;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.journal.Birth;
import sluice.journal.Grouped;
import sluice.journal.JournalDatabase;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * The node's one way of births into the journal: what waits goes out in one statement. Once a birth is handed to the database only
 * the database decides, so the same append is repeated until its answer is known; a repeated one waits for its own ghost on the
 * primary key and has no second effect.
 */
public final class BirthAppender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAppender.class);
    private static final Duration REPEAT_AFTER = Duration.ofMillis(200);
    private static final int CONCURRENT_STATEMENTS = 2;
    private static final int MAX_BIRTHS = 500;

    private final Grouped<Birth, Birth.Outcome> statements;
    private final JournalDatabase database;
    private final ScheduledExecutorService timer;

    /** @param maxWaiting births that may wait for a statement; more are refused before they are handed over */
    public BirthAppender(JournalDatabase database, int maxWaiting, ScheduledExecutorService timer) {
        this.statements = new Grouped<>("births", CONCURRENT_STATEMENTS, MAX_BIRTHS, maxWaiting, births -> {
            births.forEach(birth -> HaltPoint.AFTER_CLAIMS.pass());
            births.forEach(birth -> HaltPoint.BIRTH_SENT.passInAMoment());
            return database.append(births);
        });
        this.database = database;
        this.timer = timer;
    }

    /**
     * Appends the birth of {@code order}, of which {@code row} is the first row. The stage fails only if it is certain that it was
     * not appended and will not be: because too many wait ({@link RejectedExecutionException}), or because it cannot be written or
     * PostgreSQL refuses what is in it.
     */
    CompletionStage<Birth.Outcome> append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row) {
        var decided = new CompletableFuture<Birth.Outcome>();
        try {
            attempt(database.birth(order, references, row), decided, true);
        } catch (UncheckedIOException unwritable) {
            decided.completeExceptionally(unwritable);
        }
        return decided;
    }

    private void attempt(Birth birth, CompletableFuture<Birth.Outcome> decided, boolean first) {
        var unused = statements.submit(birth).whenComplete((outcome, failure) -> {
            if (failure == null) {
                decided.complete(outcome);
                return;
            }
            var wrapped = failure instanceof CompletionException ? failure.getCause() : failure;
            var cause = wrapped == null ? failure : wrapped;
            boolean certain = Grouped.isRefusal(cause) || (first && cause instanceof RejectedExecutionException);
            if (certain) {
                decided.completeExceptionally(cause);
            } else {
                LOG.debug("birth of {} is repeated: {}", birth.order(), cause.toString());
                repeatLater(birth, decided);
            }
        });
    }

    private void repeatLater(Birth birth, CompletableFuture<Birth.Outcome> decided) {
        try {
            var unused = timer.schedule(
                    () -> attempt(birth, decided, false), REPEAT_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException nodeStops) {
            LOG.info(
                    "the node stops before it is known whether {} was placed; its claims are settled later",
                    birth.order());
        }
    }

    @Override
    public void close() {
        statements.close();
    }
}
