package sluice.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.entity.Faults.OfWrite;

/**
 * Stock, accounts and orders behind their fronts, while every n-th write, recovery or snapshot goes wrong. The storms of one fault rage
 * side by side, each in a system of its own: what fails in one opens the circuit breaker of its journal to all in it.
 */
class EntityStormTest {

    private static final Map<Integer, Stormy> SYSTEMS = systems(true, 1, 2, 3, 5);
    private static final Map<Integer, Stormy> STRICT_SYSTEMS = systems(false, 2, 3, 5);
    private static final int BURSTS = 9;
    private static final ExecutorService CLIENTS = Executors.newVirtualThreadPerTaskExecutor();
    private static int storms;

    private static Map<Integer, Stormy> systems(boolean snapshotIsOptional, Integer... every) {
        return Stream.of(every).collect(Collectors.toMap(Function.identity(), n -> new Stormy(snapshotIsOptional)));
    }

    @AfterAll
    static void close() {
        SYSTEMS.values().forEach(Stormy::close);
        STRICT_SYSTEMS.values().forEach(Stormy::close);
        CLIENTS.close();
    }

    @ParameterizedTest(name = "{0}, every 1, 2, 3, 5")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyAnswerIsTrue_whileWritesGoWrong(OfWrite fault) {
        rage(SYSTEMS, List.of(1, 2, 3, 5), fault.name(), 1, (faults, every) -> faults.ofWrites(fault, every));
    }

    @Test
    void everyAnswerIsTrue_whileRecoveriesFail() {
        rage(SYSTEMS, List.of(2, 3, 5), "recoveries", 8, Faults::ofRecoveries);
    }

    @Test
    void everyAnswerIsTrue_whileSnapshotsAreNotSaved() {
        rage(SYSTEMS, List.of(1, 2, 3, 5), "snapshots saved", 5, (faults, every) -> faults.ofSnapshots(every, 0));
    }

    @Test
    void everyAnswerIsTrue_whileSnapshotsAreNotLoaded() {
        rage(SYSTEMS, List.of(1, 2, 3, 5), "snapshots loaded", 5, (faults, every) -> faults.ofSnapshots(0, every));
    }

    @Test
    void everyAnswerIsTrue_whileSnapshotsAreNotLoaded_andAreNotOptional() {
        rage(STRICT_SYSTEMS, List.of(2, 3, 5), "snapshots loaded", 5, (faults, every) -> faults.ofSnapshots(0, every));
    }

    /** @param faults what is to go wrong, and at every which time */
    private static void rage(
            Map<Integer, Stormy> systems,
            List<Integer> every,
            String name,
            int moved,
            BiConsumer<Faults, Integer> faults) {
        var raging = new ArrayList<CompletableFuture<Void>>();
        for (var n : every) {
            int number = ++storms;
            raging.add(CompletableFuture.runAsync(
                    () -> rage(
                            Objects.requireNonNull(systems.get(n)),
                            number,
                            name + " every " + n,
                            moved,
                            of -> faults.accept(of, n)),
                    CLIENTS));
        }
        all(raging).join();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> raging) {
        return CompletableFuture.allOf(raging.toArray(CompletableFuture[]::new));
    }

    private static void rage(Stormy system, int number, String name, int moved, Consumer<Faults> faults) {
        long seed = Long.getLong("sluice.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
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
            all(raging).join();
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
