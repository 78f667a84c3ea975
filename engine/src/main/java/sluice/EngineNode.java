package sluice;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.due.Due;
import sluice.entity.EntityKind;
import sluice.entity.EntitySharding;
import sluice.entity.EntityType;
import sluice.entity.Fingerprint;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Request;
import sluice.entity.Vouching;
import sluice.entity.Witness;
import sluice.journal.Grouped;
import sluice.journal.JournalDatabase;
import sluice.journal.JournalDatabase.FirstRow;
import sluice.journal.JournalDatabase.NamedOrder;
import sluice.journal.JournalFormat;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderHistory;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderWitness;
import sluice.order.Settling;
import sluice.placement.BirthAppender;
import sluice.placement.Desks;
import sluice.placement.NamedBirth;
import sluice.placement.PlacementRejection;
import sluice.placement.SoldOutMarks;
import sluice.placement.WantedOrder;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;
import sluice.value.Slot;

/** The {@link Engine} of one node: wires the subjects together and stops with its actor system. */
public final class EngineNode implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(EngineNode.class);
    private static final Duration STATEMENTS_OF_THE_DEAD =
            Duration.ofSeconds(5); // above the server's statement timeout
    private static final int READERS = 4;
    private static final int MAX_READS_AT_ONCE = 1_000;
    private static final int MAX_WAITING_READS = 100_000;
    private static final int MAX_WAITING_TASKS = 1_000;
    private static final int SWEPT_AT_ONCE = 10_000;
    private static final int REREADS = 5;

    private final Admission admission;
    private final EngineSettings settings;
    private final InstantSource clock;
    private final JournalDatabase journal;
    private final JournalFormat format = new JournalFormat();
    private final ExecutorService readers = new ThreadPoolExecutor(
            READERS,
            READERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_TASKS),
            Thread.ofPlatform().daemon().name("sluice-reads-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sluice-repeats").factory());
    private final Grouped<OrderId, Optional<FirstRow>> firstRows;
    private final Grouped<List<String>, List<NamedOrder>> references;
    private final BirthAppender births;
    private final EntitySharding<StockCommand, StockAnswer, StockRejection> stock;
    private final EntitySharding<AccountCommand, AccountAnswer, AccountRejection> accounts;
    private final EntitySharding<OrderCommand, OrderAnswer, OrderRejection> orders;
    private final SoldOutMarks soldOut = new SoldOutMarks();
    private final Desks desks;

    /**
     * Starts this node's part of the engine on {@code system}, which must be a member of its cluster.
     *
     * @param database a pool whose connections bound their statements on the server
     * @param admission whether work is taken at all
     */
    public static EngineNode start(
            ActorSystem<?> system, DataSource database, MeterRegistry meters, Admission admission) {
        return new EngineNode(
                system,
                database,
                meters,
                admission,
                EngineSettings.of(system.settings().config()));
    }

    private EngineNode(
            ActorSystem<?> system,
            DataSource database,
            MeterRegistry meters,
            Admission admission,
            EngineSettings settings) {
        this.settings = settings;
        this.clock = InstantSource.system();
        this.journal = new JournalDatabase(database);
        awaitStatementsOfTheDead();

        this.firstRows = new Grouped<>("first-rows", 1, MAX_READS_AT_ONCE, MAX_WAITING_READS, this::readFirstRows);
        this.references = new Grouped<>("references", 2, MAX_READS_AT_ONCE, MAX_WAITING_READS, this::readReferences);
        this.births = new BirthAppender(journal, settings.maxWaitingBirths(), timer);

        var witness = new CompletableFuture<Witness>(); // stock and accounts are started before the orders they ask
        Witness lateWitness = asked -> witness.thenCompose(known -> known.exist(asked));
        this.stock = EntitySharding.init(
                system,
                new EntityType<>(
                        EntityKind.STOCK,
                        new StockRules(),
                        id -> new Vouching<>(
                                state -> state,
                                lateWitness,
                                settings.vouchPatience(),
                                StockCommand.Vouch::new,
                                StockCommand.Abandon::new),
                        settings.entity(),
                        clock,
                        this::pruneSnapshots),
                Slot::of,
                settings.askTimeout());
        this.accounts = EntitySharding.init(
                system,
                new EntityType<>(
                        EntityKind.ACCOUNT,
                        new AccountRules(),
                        id -> new Vouching<>(
                                state -> state,
                                lateWitness,
                                settings.vouchPatience(),
                                AccountCommand.Vouch::new,
                                AccountCommand.Abandon::new),
                        settings.entity(),
                        clock,
                        this::pruneSnapshots),
                Slot::of,
                settings.askTimeout());
        this.orders = EntitySharding.init(
                system,
                new EntityType<>(
                        EntityKind.ORDER,
                        new OrderRules(),
                        id -> new Settling(orderId(id), stock, accounts, settings.settleRetry()),
                        settings.entity(),
                        clock,
                        this::pruneSnapshots),
                id -> orderId(id).slot(),
                settings.askTimeout());
        witness.complete(new OrderWitness(this::firstEventOf, orders));

        var lost = LostNodes.watch(system, settings.vouchPatience().multipliedBy(2), clock, this::wakeRecentSoon);
        this.desks = Desks.start(
                system,
                stock,
                accounts,
                births,
                soldOut,
                names -> references.submit(names).thenApply(this::decodeBirths),
                settings.placementDeadline(),
                settings.askTimeout(),
                lost::predecessorMayAppend,
                meters,
                clock);
        var dueLag = Due.start(system, database, format::readOrderBatch, this::wake, meters);
        this.admission = () -> admission.refusal().or(dueLag::refusal);
        wakeRecentSoon();
        sweepEachMinute();
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "sluice-engine", this::close);
    }

    private static OrderId orderId(String id) {
        return new OrderId(UUID.fromString(id)); // of whatever version: one that is no order's is simply not found
    }

    private void awaitStatementsOfTheDead() {
        try {
            journal.awaitRunningTransactions(clock.instant().plus(STATEMENTS_OF_THE_DEAD));
        } catch (SQLException failure) {
            throw new IllegalStateException("the journal cannot be read: " + failure.getMessage(), failure);
        }
    }

    private List<Optional<FirstRow>> readFirstRows(List<OrderId> asked) throws SQLException {
        var found = new HashMap<OrderId, FirstRow>();
        journal.firstRows(asked).forEach(row -> found.put(row.order(), row));
        return asked.stream()
                .map(order -> Optional.ofNullable(found.get(order)))
                .toList();
    }

    private List<List<NamedOrder>> readReferences(List<List<String>> asked) throws SQLException {
        var found = journal.named(asked.stream().flatMap(List::stream).toList());
        return asked.stream()
                .map(names -> found.stream()
                        .filter(named -> names.contains(named.reference()))
                        .toList())
                .toList();
    }

    private List<NamedBirth> decodeBirths(List<NamedOrder> named) {
        return named.stream()
                .map(one -> new NamedBirth(one.reference(), one.fingerprint(), journal.decode(one.birth())))
                .toList();
    }

    private CompletionStage<Optional<OrderEvent>> firstEventOf(OrderId order) {
        return firstRows
                .submit(order)
                .thenApply(first -> first.map(row -> journal.decode(row).event()));
    }

    private void pruneSnapshots(String persistenceId, long newestSequence) {
        try {
            readers.execute(() -> {
                try {
                    journal.deleteSnapshotsBefore(persistenceId, newestSequence);
                } catch (SQLException failure) {
                    LOG.warn("old snapshots of {} stay: {}", persistenceId, failure.getMessage());
                }
            });
        } catch (RejectedExecutionException tooMuchWaits) {
            LOG.debug("old snapshots of {} stay until its next", persistenceId);
        }
    }

    private void wakeRecentSoon() {
        try {
            readers.execute(this::wakeRecent);
        } catch (RejectedExecutionException tooMuchWaits) {
            wakeRecentLater();
        }
    }

    private void wakeRecentLater() {
        try {
            var unused =
                    timer.schedule(this::wakeRecentSoon, settings.settleRetry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException nodeStops) {
            LOG.debug("what was written lately is left to the nodes that stay");
        }
    }

    /** Wakes what was written lately: it may hold claims and pledges of which no word ever came. */
    private void wakeRecent() {
        try {
            var recent = journal.recentlyWritten(settings.recentSpan());
            var deadline = clock.instant().plus(settings.recentSpan());
            recent.getOrDefault(EntityKind.STOCK, List.of())
                    .forEach(id -> stock.tell(id, toNobody(new StockCommand.Vouch(List.of()), deadline, stock)));
            recent.getOrDefault(EntityKind.ACCOUNT, List.of())
                    .forEach(
                            id -> accounts.tell(id, toNobody(new AccountCommand.Vouch(List.of()), deadline, accounts)));
        } catch (SQLException failure) {
            LOG.warn("what was written lately is not woken yet: {}", failure.getMessage());
            wakeRecentLater();
        }
    }

    private void sweepEachMinute() {
        var unused = timer.scheduleWithFixedDelay(
                () -> readers.execute(() -> {
                    try {
                        journal.deleteExpiredReferences(SWEPT_AT_ONCE);
                    } catch (SQLException failure) {
                        LOG.warn("expired references stay for now: {}", failure.getMessage());
                    }
                }),
                1,
                1,
                TimeUnit.MINUTES);
    }

    /** An order that is read recovers, and carries out what it has not settled. */
    private void wake(OrderId order) {
        var deadline = clock.instant().plus(settings.askTimeout());
        orders.tell(order.toString(), toNobody(new OrderCommand.Read(), deadline, orders));
    }

    private static <C extends Message, A extends Message, R extends Message> Request<C, A, R> toNobody(
            C command, Instant deadline, EntitySharding<? super C, A, R> kind) {
        return new Request<>(command, Origin.TIMER, null, deadline, "", kind.nobody());
    }

    @Override
    public CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Caller caller) {
        var closed = admission.refusal();
        if (closed.isPresent()) {
            return CompletableFuture.completedFuture(new Outcome.NotDone<>(closed.get()));
        }
        return desks.place(wanted, origin(caller, wanted.channel().name(), "order", wanted));
    }

    @Override
    public CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(
            OrderId id, OrderCommand command, Caller caller) {
        return admitted(() -> askOrder(id, command, caller, REREADS));
    }

    /**
     * An order actor that has read nothing knows only that there was nothing when it read. "Not found" is said after a reading that
     * began after the request.
     */
    private CompletionStage<Outcome<OrderAnswer, OrderRejection>> askOrder(
            OrderId id, OrderCommand command, Caller caller, int rereads) {
        var origin = origin(caller, null, id.toString(), command);
        return orders.ask(id.toString(), command, origin, caller.ifVersion()).thenCompose(outcome -> {
            boolean missing = outcome instanceof Outcome.Refused<OrderAnswer, OrderRejection>(var reason)
                    && reason instanceof OrderRejection.NotFound;
            if (!missing) {
                return CompletableFuture.completedFuture(outcome);
            }
            return firstEventOf(id)
                    .<Outcome<OrderAnswer, OrderRejection>>handle((event, failure) -> {
                        if (failure != null) {
                            return new Outcome.NotDone<>("the database did not answer");
                        }
                        return event.isEmpty() || event.get() instanceof OrderEvent.Abandoned
                                ? outcome
                                : new Outcome.NotDone<>("the order is being read");
                    })
                    .thenCompose(checked -> checked instanceof Outcome.NotDone && rereads > 0
                            ? askOrder(id, command, caller, rereads - 1)
                            : CompletableFuture.completedFuture(checked));
        });
    }

    @Override
    public CompletionStage<List<OrderHistory>> history(OrderId id) {
        try {
            return CompletableFuture.supplyAsync(() -> readHistory(id), readers)
                    .orTimeout(settings.askTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException tooMuchWaits) {
            return CompletableFuture.failedFuture(tooMuchWaits);
        }
    }

    private List<OrderHistory> readHistory(OrderId id) {
        try {
            return journal.history(id).stream()
                    .filter(entry -> !(entry.event() instanceof OrderEvent.Abandoned))
                    .toList();
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    @Override
    public CompletionStage<Outcome<StockAnswer, StockRejection>> sku(SkuId id, StockCommand command, Caller caller) {
        return admitted(() -> stock.ask(
                        id.value(), command, origin(caller, null, "sku " + id, command), caller.ifVersion())
                .thenApply(outcome -> {
                    if (!(command instanceof StockCommand.Read)) {
                        soldOut.forget(id); // who receives goods can sell them at once
                    }
                    return outcome;
                }));
    }

    @Override
    public CompletionStage<Outcome<AccountAnswer, AccountRejection>> account(
            AccountId id, AccountCommand command, Caller caller) {
        return admitted(() ->
                accounts.ask(id.value(), command, origin(caller, null, "account " + id, command), caller.ifVersion()));
    }

    private <A extends Message, R extends Message> CompletionStage<Outcome<A, R>> admitted(
            Supplier<CompletionStage<Outcome<A, R>>> work) {
        var closed = admission.refusal();
        return closed.isPresent() ? CompletableFuture.completedFuture(new Outcome.NotDone<>(closed.get())) : work.get();
    }

    private static Origin origin(Caller caller, @Nullable String channel, String entity, Message asked) {
        var key = caller.idempotencyKey();
        var idempotencyKey = key == null
                ? null
                : new Origin.IdempotencyKey(Fingerprint.of(caller.keyId() + '\n' + key), Fingerprint.of(entity, asked));
        return new Origin(caller.keyId(), channel, caller.requestId(), null, idempotencyKey);
    }

    private CompletionStage<Done> close() {
        var closeables = new ArrayList<AutoCloseable>(List.of(births, references, firstRows));
        return CompletableFuture.supplyAsync(() -> {
            for (var closeable : closeables) {
                try {
                    closeable.close();
                } catch (Exception failure) {
                    LOG.warn("stopping: {}", failure.toString());
                }
            }
            timer.shutdownNow();
            readers.shutdown();
            return Done.done();
        });
    }
}
