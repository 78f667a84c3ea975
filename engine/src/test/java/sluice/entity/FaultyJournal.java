package sluice.entity;

import com.typesafe.config.Config;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The testkit's journal with what it cannot express: writes whose outcome nobody is told, recoveries that break off midway, and
 * the fence that the database's primary key is.
 */
public final class FaultyJournal extends PersistenceTestKitPlugin {

    private final Map<String, Long> highestWritten = new HashMap<>();

    public FaultyJournal(Config config, String path) {
        super(config, path);
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
        var faults = Faults.over(writes.head().persistenceId());
        return switch (faults.nextWrite()) {
            case NONE, FAILED, REJECTED -> store(writes);
            case STORED_BUT_FAILED -> {
                var unused = store(writes);
                yield Futures.failed(Faults.connectionLost());
            }
            case FAILED_LATE -> failedAfter(faults.latenessMillis());
            case STORED_BUT_FAILED_LATE -> {
                var unused = store(writes);
                yield failedAfter(faults.latenessMillis());
            }
            case STORED_AFTER_FAILED -> {
                after(faults.latenessMillis(), () -> {
                    var unused = store(writes);
                });
                yield Futures.failed(Faults.connectionLost());
            }
        };
    }

    /** The first row of a number stays; whoever comes second has lost its place. */
    private synchronized Future<Seq<Try<BoxedUnit>>> store(Seq<AtomicWrite> writes) {
        var write = writes.head();
        if (write.lowestSequenceNr() <= highestWritten.getOrDefault(write.persistenceId(), 0L)) {
            return Futures.failed(new SQLException("duplicate key", "23505"));
        }
        var stored = super.asyncWriteMessages(writes);
        boolean isStored = stored.value()
                .exists(result -> result.isSuccess() && result.get().head().isSuccess());
        if (isStored) {
            highestWritten.put(write.persistenceId(), write.highestSequenceNr());
        }
        return stored;
    }

    private static Future<Seq<Try<BoxedUnit>>> failedAfter(int millis) {
        var failed = new CompletableFuture<Seq<Try<BoxedUnit>>>();
        after(millis, () -> failed.completeExceptionally(Faults.connectionLost()));
        return FutureConverters.asScala(failed);
    }

    private static void after(int millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(action);
    }

    @Override
    public Future<BoxedUnit> asyncReplayMessages(
            String persistenceId, long from, long to, long max, Function1<PersistentRepr, BoxedUnit> callback) {
        if (Faults.over(persistenceId).recovery() != Faults.OfRecovery.ROWS_FAILED_MIDWAY) {
            return super.asyncReplayMessages(persistenceId, from, to, max, callback);
        }
        var unused = super.asyncReplayMessages(persistenceId, from, (from + to) / 2, max, callback);
        return Futures.failed(Faults.connectionLost());
    }
}
