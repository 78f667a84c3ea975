package sluice.entity;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.entity.Subject.Wanted;

/**
 * Clients of one entity while its journal goes wrong. They send a seeded mix of commands in bursts, ask again where that is
 * right, and write down every answer; the entity is moved now and then.
 */
final class Storm<C extends Message, E, S, A extends Message, R extends Message> {

    /** One thing wanted, and all that its client was told. */
    static final class Asked<C extends Message, A extends Message, R extends Message> {

        final Wanted<C> wanted;
        final Origin origin;
        final List<Outcome<A, R>> told = new ArrayList<>();

        Asked(Wanted<C> wanted, Origin origin) {
            this.wanted = wanted;
            this.origin = origin;
        }

        private boolean isOpen() {
            return told.getLast() instanceof Outcome.NotDone
                    || (told.getLast() instanceof Outcome.Unknown && (wanted.repeatable() || origin.key() != null));
        }

        /** Whether the last that was decided is unknown. */
        boolean isInDoubt() {
            var decided = told.stream()
                    .filter(outcome -> !(outcome instanceof Outcome.NotDone))
                    .toList();
            return !decided.isEmpty() && decided.getLast() instanceof Outcome.Unknown;
        }
    }

    private static final int MAX_BURST = 6;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EntitySettings SETTINGS = new EntitySettings(
            4, 3, 1_000, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMillis(2), Duration.ofMillis(8));

    private final Present present = new Present(PAUSE);
    private final Cancellable sweeps;
    private final Stormy system;
    final Subject<C, E, S, A, R> subject;
    private final SplittableRandom random;
    private final EntityType<C, E, S, A, R> type;
    private final TestProbe<Reply<A, R>> caller;
    private ActorRef<EntityMessage> front;
    private volatile boolean leftInDoubt;
    private final List<Asked<C, A, R>> open = new ArrayList<>();
    private int counted;

    final String persistenceId;
    final List<Asked<C, A, R>> asked = new ArrayList<>();
    final Map<String, List<Outcome<A, R>>> answersByTag = new LinkedHashMap<>();
    final List<String> recoveredHashes = new CopyOnWriteArrayList<>();

    Storm(Stormy system, Subject<C, E, S, A, R> subject, SplittableRandom random) {
        this.system = system;
        this.subject = subject;
        this.random = random;
        this.persistenceId = subject.kind.persistenceId(subject.id);
        this.type = new EntityType<>(
                subject.kind,
                Stormy.withSnapshots(subject.rules),
                id -> watched(subject.aftercare()),
                SETTINGS,
                InstantSource.system(),
                (pruned, newest) -> {},
                startedAt -> false,
                () -> true);
        this.caller = system.kit.createTestProbe();
        var past = new ArrayList<Object>();
        for (var event : subject.past()) {
            var entry = new Batch.Entry<>(Lives.by("past"), List.of(event));
            past.add(new Batch<>(subject.kind, Instant.ofEpochMilli(1_767_225_600_000L), List.of(entry)));
        }
        system.journal.persistForRecovery(persistenceId, past);
        this.front = start();
        this.sweeps = system.kit
                .system()
                .scheduler()
                .scheduleWithFixedDelay(
                        PAUSE,
                        PAUSE,
                        () -> present.sweep(SETTINGS.idleTimeout(), SETTINGS.maxInMemory()),
                        system.kit.system().executionContext());
    }

    /** Notes the state with which the entity starts. */
    private Aftercare<C, S> watched(Aftercare<C, S> aftercare) {
        return new Aftercare<>() {
            private boolean started;

            @Override
            public Optional<Duration> attend(S state, Instant now, Consumer<C> self) {
                if (!started) {
                    started = true;
                    recoveredHashes.add(subject.hash(state));
                }
                return aftercare.attend(state, now, self);
            }
        };
    }

    private ActorRef<EntityMessage> start() {
        return system.kit.spawn(EntityFront.create(type, subject.id, new Home() {

            @Override
            public Present.Place enter(ActorRef<EntityMessage> entity) {
                return present.add(subject.id, entity);
            }

            @Override
            public void leave(Present.Place place) {
                present.remove(subject.id, place);
            }

            @Override
            public void letLeave(ActorRef<EntityMessage> entity) {}

            @Override
            public void wakeAgain(boolean inDoubt) {
                leftInDoubt = inDoubt;
            }
        }));
    }

    /** @param moved how many bursts of ten end with the entity leaving its node */
    void rage(int bursts, int moved) {
        for (int burst = 0; burst < bursts; burst++) {
            var tags = new LinkedHashMap<String, Asked<C, A, R>>();
            for (int i = 1 + random.nextInt(MAX_BURST); i > 0; i--) {
                var next = open.isEmpty() || random.nextInt(3) > 0 ? wantMore() : openAgain();
                tags.put(send(next), next);
            }
            if (random.nextInt(10) < moved) {
                move();
            }
            awaitAnswers(tags);
            if (random.nextInt(4) > 0 && tags.values().stream().anyMatch(Asked::isOpen)) {
                awaitFront();
            }
        }
    }

    private Asked<C, A, R> wantMore() {
        var reused = random.nextInt(12) == 0 ? anyKeyDone() : null;
        int number = ++counted;
        var wanted = subject.next(random, number);
        var origin = Lives.by("kim");
        if (reused != null && wanted.keyable()) { // must never be done
            wanted = Wanted.withoutEffect(wanted.command());
            origin = Lives.keyed(reused, "print " + number);
        } else if (wanted.keyable() && random.nextInt(3) > 0) {
            origin = Lives.keyed("hash " + number, "print " + number);
        }
        var next = new Asked<C, A, R>(wanted, origin);
        asked.add(next);
        return next;
    }

    private @Nullable String anyKeyDone() {
        return asked.stream()
                .filter(one -> one.origin.key() != null && one.told.stream().anyMatch(Outcome.Done.class::isInstance))
                .map(one -> one.origin.key().hash())
                .findFirst()
                .orElse(null);
    }

    private Asked<C, A, R> openAgain() {
        return open.remove(random.nextInt(open.size()));
    }

    private String send(Asked<C, A, R> one) {
        var tag = "t" + (answersByTag.size() + 1);
        answersByTag.put(tag, new ArrayList<>());
        var deadline = Instant.now().plus(PATIENCE);
        front.tell(new Request<>(one.wanted.command(), one.origin, null, deadline, tag, caller.getRef()));
        return tag;
    }

    private void awaitAnswers(Map<String, Asked<C, A, R>> sent) {
        while (sent.keySet().stream().anyMatch(tag -> answers(tag).isEmpty())) {
            note(caller.receiveMessage(PATIENCE));
        }
        sent.forEach((tag, one) -> {
            one.told.add(answers(tag).getFirst());
            if (one.told.getLast() instanceof Outcome.Done) {
                one.wanted.whenDone().run();
            } else if (one.isOpen() && random.nextInt(8) > 0) { // some clients give up
                open.add(one);
            }
        });
    }

    private List<Outcome<A, R>> answers(String tag) {
        return answersByTag.getOrDefault(tag, List.of());
    }

    private void note(Reply<A, R> reply) {
        answersByTag.computeIfAbsent(reply.tag(), unasked -> new ArrayList<>()).add(reply.outcome());
    }

    /** Waits until the entity has recovered; what it then writes may fail again. */
    private void awaitFront() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    var read = new Asked<C, A, R>(Wanted.withoutEffect(subject.read()), Lives.by("kim"));
                    asked.add(read);
                    awaitAnswers(Map.of(send(read), read));
                    open.remove(read);
                    return !(read.told.getLast() instanceof Outcome.NotDone);
                });
    }

    /** Has the entity leave, as when its shard moves, and start anew elsewhere. */
    private void move() {
        front.tell(EntityFront.Stop.INSTANCE);
        caller.expectTerminated(front, PATIENCE);
        front = start();
        if (leftInDoubt) {
            leftInDoubt = false;
            front.tell(new Wake(true, system.kit.<Wake.Awake>createTestProbe().getRef()));
        }
    }

    /** Ends the faults, has every client that is still in doubt ask until it is told, and moves the entity once more. */
    void calm() {
        Faults.over(persistenceId).end();
        awaitFront();
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            assertTrue(attempt < 10_000, () -> "never told: " + open.getFirst().wanted);
            var again = open.removeFirst();
            awaitAnswers(Map.of(send(again), again));
            if (again.isOpen() && !open.contains(again)) {
                open.add(again);
            }
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> new StormBooks<>(this, rows()).isSettled());
        move();
        awaitFront();
        sweeps.cancel();
        system.kit.stop(front);
        caller.getRef().tell(new Reply<>(subject.id, "last", new Outcome.KeyReused<>()));
        while (answers("last").isEmpty()) {
            note(caller.receiveMessage(PATIENCE)); // whatever was answered twice comes before it
        }
        answersByTag.remove("last");
    }

    @SuppressWarnings("unchecked")
    List<Batch<E>> rows() {
        return system.journal.persistedInStorage(persistenceId).stream()
                .map(row -> (Batch<E>) row)
                .toList();
    }
}
