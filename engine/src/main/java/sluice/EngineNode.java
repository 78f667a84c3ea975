package sluice;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
import sluice.journal.JournalDatabase;
import sluice.journal.JournalDatabase.FirstEvent;
import sluice.journal.JournalFormat;
import sluice.journal.JournalReader;
import sluice.journal.TailModel;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderAsking;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderHistory;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderWitness;
import sluice.order.Settling;
import sluice.placement.BirthAppender;
import sluice.placement.BulkOrder;
import sluice.placement.Desks;
import sluice.placement.PlacementRejection;
import sluice.placement.Predecessors;
import sluice.placement.SoldOutMarks;
import sluice.placement.WantedOrder;
import sluice.readmodel.ListReader;
import sluice.readmodel.Lists;
import sluice.readmodel.Observers;
import sluice.readmodel.ReadModelSettings;
import sluice.readmodel.ReadModels;
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

    private final Admission admission;
    private final EngineSettings settings;
    private final InstantSource clock;
    private final JournalReader reader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sluice-repeats").factory());
    private final BirthAppender births;
    private final EntitySharding<StockCommand, StockAnswer, StockRejection> stock;
    private final EntitySharding<AccountCommand, AccountAnswer, AccountRejection> accounts;
    private final EntitySharding<OrderCommand, OrderAnswer, OrderRejection> orders;
    private final OrderAsking clientsOrders;
    private final SoldOutMarks soldOut = new SoldOutMarks();
    private final Desks desks;
    private final ListReader lists;
    private final Observers observers;
    private volatile boolean closed;

    /**
     * Starts this node's part of the engine on {@code system}, which must be a member of its cluster.
     *
     * @param database a pool whose connections bound their statements on the server
     * @param lists another such pool, from which lists are read
     * @param admission whether work is taken at all
     * @param membership closed while this node stood still and does not know whether it still is a member
     */
    public static EngineNode start(
            ActorSystem<?> system,
            DataSource database,
            DataSource lists,
            MeterRegistry meters,
            Admission admission,
            Admission membership) {
        return new EngineNode(
                system,
                database,
                lists,
                meters,
                admission,
                membership,
                EngineSettings.of(system.settings().config()));
    }

    private EngineNode(
            ActorSystem<?> system,
            DataSource database,
            DataSource lists,
            MeterRegistry meters,
            Admission admission,
            Admission membership,
            EngineSettings settings) {
        this.settings = settings;
        this.clock = InstantSource.system();
        var journal = new JournalDatabase(database);
        awaitStatementsOfTheDead(journal);

        this.reader = new JournalReader(journal);
        BooleanSupplier isMember = () -> membership.refusal().isEmpty();
        this.births = new BirthAppender(journal, settings.maxWaitingBirths(), isMember);

        var lost =
                new LostNodes(new Predecessors(settings.vouchPatience().multipliedBy(2), settings.recentSpan()), clock);
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
                        reader::pruneSnapshots,
                        lost::predecessorMayWrite,
                        isMember),
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
                        reader::pruneSnapshots,
                        lost::predecessorMayWrite,
                        isMember),
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
                        reader::pruneSnapshots,
                        lost::predecessorMayWrite,
                        isMember),
                id -> orderId(id).slot(),
                settings.askTimeout());
        this.clientsOrders = new OrderAsking(orders, this::firstEventOf);
        witness.complete(new OrderWitness(this::firstEventOf, orders));

        lost.watch(system, this::wakeRecent);
        this.desks = Desks.start(
                system,
                stock,
                accounts,
                births,
                soldOut,
                reader::named,
                settings.placementDeadline(),
                settings.askTimeout(),
                lost::predecessorMayAppend,
                meters,
                clock);
        var dueLag = Due.start(system, database, new JournalFormat(), this::wake, meters);
        this.admission = () -> admission.refusal().or(dueLag::refusal);
        ReadModels.start(system, database, meters);
        this.observers = new Observers(system, database, meters);
        this.lists =
                new ListReader(lists, ReadModelSettings.of(system.settings().config()));
        wakeRecent();
        var unused = timer.scheduleWithFixedDelay(reader::sweepReferences, 1, 1, TimeUnit.MINUTES);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "sluice-engine", this::close);
    }

    private static OrderId orderId(String id) {
        return new OrderId(UUID.fromString(id)); // of whatever version: one that is no order's is simply not found
    }

    private void awaitStatementsOfTheDead(JournalDatabase journal) {
        try {
            journal.awaitRunningTransactions(clock.instant().plus(STATEMENTS_OF_THE_DEAD));
        } catch (SQLException failure) {
            throw new IllegalStateException("the journal cannot be read: " + failure.getMessage(), failure);
        }
    }

    private CompletionStage<Optional<OrderEvent>> firstEventOf(OrderId order) {
        return reader.firstEvent(order).thenApply(first -> first.map(FirstEvent::event));
    }

    /** Wakes what was written lately: it may hold claims and pledges of which no word ever came. */
    private void wakeRecent() {
        var unused = reader.recentlyWritten(settings.recentSpan()).whenComplete((recent, failure) -> {
            if (failure == null) {
                wake(recent);
            } else if (!closed) {
                LOG.warn("what was written lately is not woken yet: {}", failure.toString());
                wakeRecentLater();
            }
        });
    }

    private void wakeRecentLater() {
        try {
            var unused = timer.schedule(this::wakeRecent, settings.settleRetry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException nodeStops) {
            LOG.debug("what was written lately is left to the nodes that stay");
        }
    }

    private void wake(Map<EntityKind, List<String>> recent) {
        recent.getOrDefault(EntityKind.STOCK, List.of()).forEach(stock::wake);
        recent.getOrDefault(EntityKind.ACCOUNT, List.of()).forEach(accounts::wake);
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
        return admitted(
                () -> desks.place(wanted, origin(caller, wanted.channel().name(), "order", wanted)));
    }

    @Override
    public CompletionStage<Map<Integer, Outcome<Order, PlacementRejection>>> placeAll(
            Map<Integer, WantedOrder> wanted, Caller caller) {
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        var closed = admission.refusal();
        if (closed.isPresent()) {
            var outcomes = new LinkedHashMap<Integer, Outcome<Order, PlacementRejection>>();
            wanted.keySet().forEach(number -> outcomes.put(number, new Outcome.NotDone<>(closed.get())));
            return CompletableFuture.completedFuture(outcomes);
        }
        var key = caller.idempotencyKey();
        var orders = new ArrayList<BulkOrder>(wanted.size());
        wanted.forEach((number, order) -> orders.add(new BulkOrder(number, order, origin(caller, number, order))));
        return desks.placeAll(orders, key == null ? Slot.random() : Slot.of(caller.keyId() + '\n' + key));
    }

    /** A line break comes first, so that no key of a single request, which begins with the caller's id, is like it. */
    private static Origin origin(Caller caller, int number, WantedOrder order) {
        var key = caller.idempotencyKey();
        return origin(
                caller,
                key == null ? null : '\n' + caller.keyId() + '\n' + number + '\n' + key,
                order.channel().name(),
                "order",
                order);
    }

    @Override
    public CompletionStage<Outcome<OrderAnswer, OrderRejection>> order(
            OrderId id, OrderCommand command, Caller caller) {
        return admitted(
                () -> clientsOrders.ask(id, command, origin(caller, null, id.toString(), command), caller.ifVersion()));
    }

    @Override
    public CompletionStage<List<OrderHistory>> history(OrderId id) {
        return reader.history(id, settings.askTimeout())
                .thenApply(events -> events.stream()
                        .filter(entry -> !(entry.event() instanceof OrderEvent.Abandoned))
                        .toList());
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

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public void observe(TailModel model, Observing how) {
        observers.add(model, how);
    }

    private <A extends Message, R extends Message> CompletionStage<Outcome<A, R>> admitted(
            Supplier<CompletionStage<Outcome<A, R>>> work) {
        var closed = admission.refusal();
        return closed.isPresent() ? CompletableFuture.completedFuture(new Outcome.NotDone<>(closed.get())) : work.get();
    }

    private static Origin origin(Caller caller, @Nullable String channel, String entity, Message asked) {
        var key = caller.idempotencyKey();
        return origin(caller, key == null ? null : caller.keyId() + '\n' + key, channel, entity, asked);
    }

    private static Origin origin(
            Caller caller, @Nullable String keyed, @Nullable String channel, String entity, Message asked) {
        var idempotencyKey =
                keyed == null ? null : new Origin.IdempotencyKey(Fingerprint.of(keyed), Fingerprint.of(entity, asked));
        return new Origin(caller.keyId(), channel, caller.requestId(), null, idempotencyKey);
    }

    private CompletionStage<Done> close() {
        closed = true;
        return CompletableFuture.supplyAsync(() -> {
            births.close();
            reader.close();
            lists.close();
            timer.shutdownNow();
            return Done.done();
        });
    }
}
