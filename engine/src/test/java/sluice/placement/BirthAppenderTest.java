package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sluice.placement.Placing.guest;
import static sluice.placement.Placing.line;

import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.journal.Birth;
import sluice.journal.JournalDatabase;
import sluice.order.OrderEvent;
import sluice.value.OrderId;
import sluice.value.Slot;

class BirthAppenderTest {

    private final AtomicReference<Throwable> failure = new AtomicReference<>(new SQLException());
    private final DataSource database = (DataSource) Proxy.newProxyInstance(
            BirthAppenderTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                throw failure.get();
            });
    private volatile boolean isMember = true;
    private final BirthAppender births = new BirthAppender(new JournalDatabase(database), 10, () -> isMember);

    @AfterEach
    void close() {
        births.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57014", "57P01", "40001"})
    void aFailureThatSaysNothing_isUnknown(String state) throws Exception {
        failure.set(new SQLException("lost", state));
        assertEquals(Birth.Outcome.UNKNOWN, outcome(append("kim")));
    }

    @Test
    void aBug_isUnknown() throws Exception {
        failure.set(new IllegalStateException("bug"));
        assertEquals(Birth.Outcome.UNKNOWN, outcome(append("kim")));
    }

    @Test
    void whatPostgresRefuses_andWhatCannotBeWritten_failsForCertain() {
        failure.set(new SQLException("too big", "54000"));
        assertInstanceOf(SQLException.class, failureOf(append("kim")));
        assertInstanceOf(UncheckedIOException.class, failureOf(append("half a character \ud800")));
    }

    @Test
    void whatFindsNoRoom_isNotTaken() {
        births.close();
        assertInstanceOf(RejectedExecutionException.class, failureOf(append("kim")));
    }

    @Test
    void aNodeThatMayHaveLostItsPlace_sendsNothing() {
        isMember = false;
        assertInstanceOf(RejectedExecutionException.class, failureOf(append("kim")));
    }

    private CompletionStage<Birth.Outcome> append(String by) {
        var order = OrderId.next(new Slot(7));
        var placing = new Placing(guest(line(Placing.TEE, 1, "1")));
        placing.begin();
        var events =
                new ArrayList<OrderEvent>(List.of(placing.appended(placing.claim(Placing.TEE, Placing.granted()))));
        var origin = new Origin(by, null, null, null, null, null);
        var row = new Batch<OrderEvent>(EntityKind.ORDER, Placing.AT, List.of(new Batch.Entry<>(origin, events)));
        return births.append(order, List.of(), row);
    }

    private static Birth.Outcome outcome(CompletionStage<Birth.Outcome> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** As {@code whenComplete} of the stage itself is told, so unwrapped. */
    private static Throwable failureOf(CompletionStage<Birth.Outcome> stage) {
        var told = new AtomicReference<Throwable>();
        var seen = stage.whenComplete((outcome, failure) -> told.set(failure));
        assertThrows(ExecutionException.class, () -> outcome(seen));
        return told.get();
    }
}
