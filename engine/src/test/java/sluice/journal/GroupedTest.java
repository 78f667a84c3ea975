package sluice.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedTest {

    private static final String CONNECTION_FAILED = "08006";
    private static final String BROKEN_CONSTRAINT = "23505";

    private final List<List<Integer>> calls = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private volatile Grouped.Call<Integer, String> database =
            items -> items.stream().map(String::valueOf).toList();
    private final Grouped<Integer, String> grouped = new Grouped<>("test", 1, 4, 10, items -> {
        calls.add(items);
        gate.acquireUninterruptibly();
        return database.on(items);
    });

    @AfterEach
    void close() {
        gate.release(1_000);
        grouped.close();
    }

    @Test
    void itemsThatComeDuringACall_goOutTogether_asManyAsAGroupTakes() throws Exception {
        var first = submitAndAwaitCall(0);
        var others = submit(1, 5);
        gate.release(1_000);

        assertEquals("0", get(first));
        for (int i = 0; i < others.size(); i++) {
            assertEquals(String.valueOf(i + 1), get(others.get(i)));
        }
        assertEquals(List.of(List.of(0), List.of(1, 2, 3, 4), List.of(5)), calls);
    }

    @Test
    void callThatTakesLong_hasAnotherBesideIt() throws Exception {
        var two = new Grouped<Integer, String>("test", 2, 4, 10, items -> {
            calls.add(items);
            if (items.contains(0)) {
                gate.acquireUninterruptibly();
            }
            return database.on(items);
        });
        try (two) {
            var stuck = two.submit(0).toCompletableFuture();
            await().until(() -> calls.size() == 1);
            assertEquals("1", get(two.submit(1).toCompletableFuture()));
            assertEquals("2", get(two.submit(2).toCompletableFuture()));
            assertFalse(stuck.isDone());
            gate.release();
            assertEquals("0", get(stuck));
        }
    }

    @Test
    void itemsThatComeDuringACall_waitForItsEnd_orUntilTheyFillAnother() throws Exception {
        var started = new Semaphore(0);
        var two = new Grouped<Integer, String>("test", 2, 4, 10, Duration.ofMinutes(1), items -> {
            calls.add(items);
            started.release();
            gate.acquireUninterruptibly();
            return database.on(items);
        });
        try (two) {
            var first = two.submit(0).toCompletableFuture();
            started.acquire();
            var others = IntStream.rangeClosed(1, 4)
                    .mapToObj(item -> two.submit(item).toCompletableFuture())
                    .toList();
            started.acquire(); // though the first is stuck
            assertEquals(List.of(List.of(0), List.of(1, 2, 3, 4)), calls);
            gate.release(2);
            get(first);
            for (var other : others) {
                get(other);
            }
        }
    }

    @Test
    void refusedItem_failsAlone() throws Exception {
        database = items -> {
            if (items.contains(3)) {
                throw new SQLException("no 3", BROKEN_CONSTRAINT);
            }
            return items.stream().map(String::valueOf).toList();
        };
        var first = submitAndAwaitCall(0);
        var others = submit(1, 4);
        gate.release(1_000);

        assertEquals("0", get(first));
        for (int item : List.of(1, 2, 4)) {
            assertEquals(String.valueOf(item), get(others.get(item - 1)));
        }
        assertTrue(Grouped.isRefusal(failureOf(others.get(2))));
    }

    @Test
    void connectionFailure_failsAllItsItems_andIsNotTriedAgain() throws Exception {
        database = items -> {
            throw new SQLException("gone", CONNECTION_FAILED);
        };
        var first = submitAndAwaitCall(0);
        var others = submit(1, 4);
        gate.release(1_000);

        for (var item : others) {
            var failure = failureOf(item);
            assertInstanceOf(SQLException.class, failure);
            assertFalse(Grouped.isRefusal(failure));
        }
        assertInstanceOf(SQLException.class, failureOf(first));
        assertEquals(2, calls.size());
    }

    @Test
    void whateverACallThrows_itsItemsFail_andTheNextAreServed() throws Exception {
        database = items -> {
            throw new AssertionError("a bug");
        };
        gate.release(1_000);
        assertInstanceOf(AssertionError.class, failureOf(grouped.submit(0)));

        database = items -> List.of("served");
        assertEquals("served", get(grouped.submit(1)));
    }

    @Test
    void tooManyWaiting_areRefused() throws Exception {
        var first = submitAndAwaitCall(0);
        submit(1, 10);
        assertInstanceOf(RejectedExecutionException.class, failureOf(grouped.submit(11)));
        gate.release(1_000);
        get(first);
    }

    @Test
    void close_letsTheCallUnderWayEnd_failsWhatWaits_andRefusesWhatComes() throws Exception {
        var first = submitAndAwaitCall(0);
        var waiting = grouped.submit(1);
        grouped.close();

        assertInstanceOf(RejectedExecutionException.class, failureOf(waiting));
        assertInstanceOf(RejectedExecutionException.class, failureOf(grouped.submit(2)));
        gate.release(1_000);
        assertEquals("0", get(first));
    }

    private CompletionStage<String> submitAndAwaitCall(int item) {
        var result = grouped.submit(item);
        await().until(() -> calls.size() == 1);
        return result;
    }

    private List<CompletionStage<String>> submit(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(grouped::submit).toList();
    }

    private static String get(CompletionStage<String> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletionStage<String> stage) {
        CompletableFuture<String> future = stage.toCompletableFuture();
        var failure = assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        return Objects.requireNonNull(failure.getCause());
    }
}
