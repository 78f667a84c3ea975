package sluice.entity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.entity.Faults.OfWrite;

/** Stock, accounts and orders behind their fronts, while every n-th write, recovery or snapshot goes wrong. */
class EntityStormTest {

    private static final Stormy SYSTEM = new Stormy(true);
    private static final Stormy STRICT_SYSTEM = new Stormy(false);
    private static final int BURSTS = 9;
    private static final ExecutorService CLIENTS = Executors.newVirtualThreadPerTaskExecutor();
    private static int storms;

    @AfterAll
    static void close() {
        SYSTEM.close();
        STRICT_SYSTEM.close();
        CLIENTS.close();
    }

    static Stream<Arguments> writesThatGoWrong() {
        return Arrays.stream(OfWrite.values())
                .filter(fault -> fault != OfWrite.NONE)
                .flatMap(fault -> Stream.of(1, 2, 3, 5).map(every -> Arguments.of(fault, every)));
    }

    @ParameterizedTest(name = "{0}, every {1}")
    @MethodSource("writesThatGoWrong")
    void everyAnswerIsTrue_whileWritesGoWrong(OfWrite fault, int every) {
        rage(SYSTEM, fault + " every " + every, 1, faults -> faults.ofWrites(fault, every));
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(ints = {2, 3, 5})
    void everyAnswerIsTrue_whileRecoveriesFail(int every) {
        rage(SYSTEM, "recoveries every " + every, 8, faults -> faults.ofRecoveries(every));
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(ints = {1, 2, 3, 5})
    void everyAnswerIsTrue_whileSnapshotsAreNotSaved(int every) {
        rage(SYSTEM, "snapshots saved every " + every, 5, faults -> faults.ofSnapshots(every, 0));
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(ints = {1, 2, 3, 5})
    void everyAnswerIsTrue_whileSnapshotsAreNotLoaded(int every) {
        rage(SYSTEM, "snapshots loaded every " + every, 5, faults -> faults.ofSnapshots(0, every));
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(ints = {2, 3, 5})
    void everyAnswerIsTrue_whileSnapshotsAreNotLoaded_andAreNotOptional(int every) {
        rage(STRICT_SYSTEM, "snapshots loaded every " + every, 5, faults -> faults.ofSnapshots(0, every));
    }

    private static void rage(Stormy system, String name, int moved, Consumer<Faults> faults) {
        long seed = Long.getLong("sluice.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
        int number = ++storms;
        var told = new ConcurrentSkipListMap<String, Integer>();
        var subjects = List.<Subject<?, ?, ?, ?, ?>>of(
                new StockSubject("sku-" + number),
                new AccountSubject("account-" + number),
                new OrderSubject(Subject.order(2 * number), true, random.split()),
                new OrderSubject(Subject.order(2 * number + 1), false, random.split()));
        var raging = new ArrayList<CompletableFuture<Void>>();
        for (var subject : subjects) {
            var storm = new Storm<>(system, subject, random.split());
            raging.add(CompletableFuture.runAsync(() -> rage(storm, moved, faults, told), CLIENTS));
        }
        try {
            CompletableFuture.allOf(raging.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            throw new AssertionError(name + ", -Dsluice.seed=" + seed, failure.getCause());
        }
        System.out.println("EntityStormTest " + name + ", seed " + seed + ": " + told);
    }

    private static <C extends Message, E, S, A extends Message, R extends Message> void rage(
            Storm<C, E, S, A, R> storm, int moved, Consumer<Faults> faults, Map<String, Integer> told) {
        faults.accept(Faults.over(storm.persistenceId));
        storm.rage(BURSTS, moved);
        storm.calm();
        new StormBooks<>(storm, storm.rows()).judge();
        storm.answersByTag.values().stream()
                .map(answers -> answers.getFirst().getClass().getSimpleName())
                .forEach(answer -> told.merge(answer, 1, Integer::sum));
    }
}
