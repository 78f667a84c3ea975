package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.account.AccountEvent;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.entity.Vouching;
import sluice.order.OrderRules;
import sluice.stock.StockEvent;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.OrderId;

final class ReplayIsState extends Check {

    private static final StockRules STOCK = new StockRules();
    private static final AccountRules ACCOUNTS = new AccountRules();
    private static final OrderRules ORDERS = new OrderRules();

    /** After all that is ever recorded. */
    private static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Entities that have applied the rows so far, so that those of each need be applied once only. */
    private final Map<String, Entity<?, ?, ?, ?, ?>> replayed = new HashMap<>();

    ReplayIsState(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "An entity in memory, recovered with or without a snapshot, is what its rows from the first make of a"
                + " new one; but it may know that orders exist of which its rows do not say so yet.";
    }

    @Override
    public void recovered(String persistenceId, Entity<?, ?, ?, ?, ?> entity) {
        compare(persistenceId, entity);
    }

    @Override
    public void quiet(Remains remains) {
        remains.inMemory().forEach(this::compare);
    }

    private void compare(String persistenceId, Entity<?, ?, ?, ?, ?> entity) {
        var book = books.find(persistenceId);
        var rows = book == null ? List.<Row>of() : book.rows;
        if (entity.version() > rows.size()) {
            violated("%s is at version %d, and has %d rows", persistenceId, entity.version(), rows.size());
            return;
        }
        try {
            var replay = replay(persistenceId, rows, entity.version());
            if (!isSame(persistenceId, rows, replay, entity)) {
                violated("%s at version %d is not what its rows make of it", persistenceId, entity.version());
            }
        } catch (IllegalStateException contradiction) {
            violated("%s cannot be replayed: %s", persistenceId, contradiction);
        }
    }

    private Entity<?, ?, ?, ?, ?> replay(String persistenceId, List<Row> rows, long version) {
        var replay = replayed.get(persistenceId);
        if (replay == null || replay.version() > version) {
            replay = fresh(persistenceId);
            replayed.put(persistenceId, replay);
        }
        return apply(replay, rows, version);
    }

    private static Entity<?, ?, ?, ?, ?> apply(Entity<?, ?, ?, ?, ?> entity, List<Row> rows, long version) {
        while (entity.version() < version) {
            apply(entity, rows.get((int) entity.version()).batch());
        }
        return entity;
    }

    @SuppressWarnings("unchecked") // rows of an entity hold events of its kind
    private static <C extends Message, E, S, A extends Message, R extends Message> void apply(
            Entity<C, E, S, A, R> entity, Batch<?> batch) {
        entity.apply((Batch<E>) batch);
    }

    private static Entity<?, ?, ?, ?, ?> fresh(String persistenceId) {
        var kind = EntityKind.ofPersistenceId(persistenceId);
        var id = kind.idIn(persistenceId);
        return switch (kind) {
            case STOCK -> new Entity<>(kind, id, STOCK);
            case ACCOUNT -> new Entity<>(kind, id, ACCOUNTS);
            case ORDER -> new Entity<>(kind, id, ORDERS);
        };
    }

    private static boolean isSame(
            String persistenceId, List<Row> rows, Entity<?, ?, ?, ?, ?> replay, Entity<?, ?, ?, ?, ?> entity) {
        if (!replay.snapshot().answers().equals(entity.snapshot().answers())) {
            return false;
        }
        if (!(replay.state() instanceof Vouching.SetsAside replayState)
                || !(entity.state() instanceof Vouching.SetsAside state)) {
            return replay.state().equals(entity.state());
        }
        var unsaid = unvouchedOnly(replayState, state);
        if (unsaid.isEmpty()) {
            return hash(replayState).equals(hash(state));
        }
        var vouched = apply(fresh(persistenceId), rows, entity.version());
        vouch(vouched.state(), unsaid);
        return hash(vouched.state()).equals(hash(state));
    }

    /** The orders of which only {@code one} does not know that they exist. */
    private static List<OrderId> unvouchedOnly(Vouching.SetsAside one, Vouching.SetsAside other) {
        if (one.oldestUnvouched().isEmpty()) {
            return List.of();
        }
        var only = new ArrayList<>(one.unvouchedBefore(END));
        only.removeAll(other.unvouchedBefore(END));
        return only;
    }

    private static void vouch(Object state, List<OrderId> orders) {
        if (state instanceof StockState stock) {
            STOCK.apply(stock, new StockEvent.Vouched(orders), Instant.EPOCH);
        } else if (state instanceof AccountState account) {
            ACCOUNTS.apply(account, new AccountEvent.Vouched(orders), Instant.EPOCH);
        }
    }

    private static String hash(Object state) {
        return switch (state) {
            case StockState stock -> stock.canonicalHash();
            case AccountState account -> account.canonicalHash();
            default -> throw new IllegalArgumentException("no SKU and no account: " + state);
        };
    }
}
