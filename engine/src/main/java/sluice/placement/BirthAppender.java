package sluice.placement;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.entity.Batch;
import sluice.journal.Birth;
import sluice.journal.Grouped;
import sluice.journal.JournalDatabase;
import sluice.order.OrderEvent;
import sluice.value.OrderId;

/**
 * The node's one way of births into the journal: what waits goes out in one statement. A birth may be appended again and again: a
 * repeated one waits for its own ghost on the primary key and has no second effect.
 */
public final class BirthAppender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAppender.class);
    private static final int CONCURRENT_STATEMENTS = 2;
    private static final int MAX_BIRTHS = 500;

    private final Grouped<Birth, Birth.Outcome> statements;
    private final JournalDatabase database;

    /**
     * Starts it.
     *
     * @param maxWaiting births that may wait for a statement; more are refused before they are handed over
     * @param isMember whether this node knows that it is a member. One that stood still may have been given up: a desk elsewhere may
     *     have told the client's next request that the order was refused, and then it must not come about
     */
    public BirthAppender(JournalDatabase database, int maxWaiting, BooleanSupplier isMember) {
        this.statements = new Grouped<>("births", CONCURRENT_STATEMENTS, MAX_BIRTHS, maxWaiting, births -> {
            if (!isMember.getAsBoolean()) {
                throw new RejectedExecutionException("this node does not know whether it is still a member");
            }
            births.forEach(birth -> HaltPoint.AFTER_CLAIMS.pass());
            births.forEach(birth -> HaltPoint.BIRTH_SENT.passInAMoment());
            return database.append(births);
        });
        this.database = database;
    }

    /**
     * Appends the birth of {@code order}, of which {@code row} is the first row. The stage fails with {@link
     * RejectedExecutionException} if too many wait, or this node may have lost its place, so that this attempt never reached the database; and with another failure if it
     * cannot be written or PostgreSQL refuses what is in it, so that no attempt can have appended it.
     */
    CompletionStage<Birth.Outcome> append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row) {
        var decided = new CompletableFuture<Birth.Outcome>();
        try {
            var unused = statements
                    .submit(database.birth(order, references, row))
                    .whenComplete((outcome, failure) -> decide(decided, order, outcome, failure));
        } catch (UncheckedIOException unwritable) {
            decided.completeExceptionally(unwritable);
        }
        return decided;
    }

    private static void decide(
            CompletableFuture<Birth.Outcome> decided,
            OrderId order,
            Birth.@Nullable Outcome outcome,
            @Nullable Throwable failure) {
        if (failure == null) {
            decided.complete(outcome == null ? Birth.Outcome.UNKNOWN : outcome);
            return;
        }
        var wrapped = failure instanceof CompletionException ? failure.getCause() : failure;
        var cause = wrapped == null ? failure : wrapped;
        if (Grouped.isRefusal(cause) || cause instanceof RejectedExecutionException) {
            decided.completeExceptionally(cause);
        } else {
            LOG.debug("whether {} was placed is not known: {}", order, cause.toString());
            decided.complete(Birth.Outcome.UNKNOWN);
        }
    }

    @Override
    public void close() {
        statements.close();
    }
}
