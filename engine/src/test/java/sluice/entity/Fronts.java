package sluice.entity;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.Reject;
import org.apache.pekko.persistence.testkit.StorageFailure;
import org.apache.pekko.persistence.testkit.WriteEvents;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.jspecify.annotations.Nullable;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;

/** Fronts of SKUs over a journal in memory whose writes the test can hold back and fail. */
final class Fronts implements AutoCloseable {

    /** What a front asks of where it lives. */
    enum Asked {
        LET_LEAVE,
        WAKE_AGAIN
    }

    final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("pekko.loglevel = WARNING")
            .withFallback(PersistenceTestKitPlugin.config())
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.load()));
    final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    final SnapshotTestKit snapshots = SnapshotTestKit.create(kit.system());
    final Writes writes = new Writes();
    final List<Long> pruned = new CopyOnWriteArrayList<>();
    private final List<Front> running = new ArrayList<>();
    final AtomicBoolean breakNext = new AtomicBoolean();
    private final AtomicInteger ids = new AtomicInteger();

    Fronts() {
        journal.withPolicy(writes);
    }

    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

    /** Ends what a test has begun. */
    void endTest() {
        writes.letThrough();
        running.forEach(front -> {
            front.sweeps.cancel();
            kit.stop(front.ref);
        });
        running.clear();
    }

    @Override
    public void close() {
        writes.letThrough();
        kit.shutdownTestKit();
    }

    static EntitySettings settings(Duration idleTimeout) {
        return new EntitySettings(
                3, 1_000, 1_000, idleTimeout, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    Front front() {
        return front(freshId(), Duration.ofMinutes(10), orders -> new CompletableFuture<>());
    }

    Front front(Duration idleTimeout, Witness witness) {
        return front(freshId(), idleTimeout, witness);
    }

    Front front(String id, Duration idleTimeout, Witness witness) {
        var front = new Front(id, idleTimeout, witness);
        running.add(front);
        return front;
    }

    /** Rules that throw when they decide next, if {@link #breakNext} says so. */
    @SuppressWarnings("unchecked")
    private EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> breakable(StockRules rules) {
        return (EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection>) Proxy.newProxyInstance(
                Fronts.class.getClassLoader(), new Class<?>[] {EntityRules.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("decide") && breakNext.getAndSet(false)) {
                        throw new IllegalStateException("the rules are broken");
                    }
                    try {
                        return method.invoke(rules, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    String freshId() {
        return "sku-" + ids.incrementAndGet();
    }

    /** How the journal treats writes. */
    static final class Writes implements ProcessingPolicy<JournalOperation> {

        final AtomicInteger held = new AtomicInteger();
        private final Semaphore permits = new Semaphore(0);
        private final AtomicReference<@Nullable ProcessingResult> next = new AtomicReference<>();
        private volatile boolean holding;

        void hold() {
            held.set(0);
            holding = true;
        }

        void letThrough() {
            holding = false;
            permits.release(1_000);
        }

        void failNext(Throwable cause) {
            next.set(StorageFailure.create(cause));
        }

        void rejectNext(Throwable cause) {
            next.set(Reject.create(cause));
        }

        @Override
        public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
            if (!(operation instanceof WriteEvents)) {
                return ProcessingSuccess.getInstance();
            }
            if (holding) {
                permits.drainPermits();
                held.incrementAndGet();
                permits.acquireUninterruptibly();
            }
            var result = next.getAndSet(null);
            return result == null ? ProcessingSuccess.getInstance() : result;
        }
    }

    /** The front of one SKU, and somebody who asks it. */
    final class Front {

        final String id;
        final String persistenceId;
        final ActorRef<EntityMessage> ref;
        final List<Asked> home = new CopyOnWriteArrayList<>();
        final Present present = new Present(SWEEP_INTERVAL);
        private final Cancellable sweeps;
        final TestProbe<Reply<StockAnswer, StockRejection>> caller = kit.createTestProbe();

        private Front(String id, Duration idleTimeout, Witness witness) {
            this.id = id;
            this.sweeps = kit.system()
                    .scheduler()
                    .scheduleWithFixedDelay(
                            SWEEP_INTERVAL,
                            SWEEP_INTERVAL,
                            () -> present.sweep(idleTimeout, 1_000),
                            kit.system().executionContext());
            this.persistenceId = EntityKind.STOCK.persistenceId(id);
            var type = new EntityType<StockCommand, StockEvent, StockState, StockAnswer, StockRejection>(
                    EntityKind.STOCK,
                    breakable(new StockRules()),
                    sku -> new Vouching<>(
                            state -> state,
                            witness,
                            Duration.ofMillis(300),
                            StockCommand.Vouch::new,
                            StockCommand.Abandon::new),
                    settings(idleTimeout),
                    InstantSource.system(),
                    (persistenceId, newestSequence) -> pruned.add(newestSequence),
                    startedAt -> false,
                    () -> true);
            this.ref = kit.spawn(EntityFront.create(type, id, new Home() {
                @Override
                public Present.Place enter(ActorRef<EntityMessage> entity) {
                    return present.add(id, entity);
                }

                @Override
                public void leave(Present.Place place) {
                    present.remove(id, place);
                }

                @Override
                public void letLeave(ActorRef<EntityMessage> entity) {
                    home.add(Asked.LET_LEAVE);
                }

                @Override
                public void wakeAgain(boolean inDoubt) {
                    home.add(Asked.WAKE_AGAIN);
                }
            }));
        }

        /** Defines the SKU and receives so many units: two rows. */
        Front withOnHand(long units) {
            ask(new StockCommand.Define(new SkuDefinition("Tee", null)));
            ask(Lives.receive(units));
            return this;
        }

        void send(StockCommand command, String tag) {
            ref.tell(new Request<>(
                    command, Lives.by("kim"), null, Instant.now().plus(Duration.ofSeconds(30)), tag, caller.getRef()));
        }

        /** Sends them as one message, tagged from 0. */
        void sendAll(StockCommand... commands) {
            var requests = new ArrayList<Request<StockCommand, StockAnswer, StockRejection>>();
            for (var command : commands) {
                requests.add(new Request<>(
                        command,
                        Lives.by("kim"),
                        null,
                        Instant.now().plus(Duration.ofSeconds(30)),
                        Integer.toString(requests.size()),
                        caller.getRef()));
            }
            ref.tell(new Requests<>(requests));
        }

        Reply<StockAnswer, StockRejection> reply() {
            return caller.receiveMessage(Duration.ofSeconds(10));
        }

        Outcome<StockAnswer, StockRejection> ask(StockCommand command) {
            send(command, "");
            return reply().outcome();
        }

        @SuppressWarnings("unchecked")
        List<Batch<StockEvent>> rows() {
            return journal.persistedInStorage(persistenceId).stream()
                    .map(row -> (Batch<StockEvent>) row)
                    .toList();
        }
    }
}
