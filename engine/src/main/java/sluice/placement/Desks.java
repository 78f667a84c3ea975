package sluice.placement;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.EntitySharding;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.journal.NamedBirth;
import sluice.order.Order;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.Slot;

/** The desks of all slots, wherever in the cluster they are. */
public final class Desks {

    private final ActorSystem<?> system;
    private final EntitySharding<WantedOrder, Order, PlacementRejection> desks;
    private final Duration askTimeout;
    private final InstantSource clock;
    private final AtomicLong bulks = new AtomicLong();

    private final AnySlot anySlot;

    private Desks(
            ActorSystem<?> system,
            EntitySharding<WantedOrder, Order, PlacementRejection> desks,
            Duration askTimeout,
            InstantSource clock) {
        this.system = system;
        this.desks = desks;
        this.askTimeout = askTimeout;
        this.clock = clock;
        this.anySlot = new AnySlot(slot -> desks.isHere(Integer.toString(slot.number())));
    }

    /** Starts this node's desks. The parameters are those of {@link DeskServices}. */
    public static Desks start(
            ActorSystem<?> system,
            EntitySharding<StockCommand, StockAnswer, StockRejection> stock,
            EntitySharding<AccountCommand, AccountAnswer, AccountRejection> accounts,
            BirthAppender births,
            SoldOutMarks soldOut,
            Function<List<String>, CompletionStage<List<NamedBirth>>> references,
            Duration deadline,
            Duration askTimeout,
            Predicate<Instant> predecessorMayAppend,
            MeterRegistry meters,
            InstantSource clock) {
        var services = new DeskServices(
                stock,
                accounts,
                births,
                soldOut,
                references,
                deadline,
                predecessorMayAppend,
                new PlacementTimers(meters),
                clock);
        EntitySharding<WantedOrder, Order, PlacementRejection> desks = EntitySharding.init(
                system,
                "desk",
                slot -> new Slot(Integer.parseInt(slot)),
                askTimeout,
                clock,
                (slot, home) -> PlacementDesk.create(new Slot(Integer.parseInt(slot)), services, home),
                PlacementDesk.Stop.INSTANCE);
        return new Desks(system, desks, askTimeout, clock);
    }

    /** Places an order at the desk that its references name. */
    public CompletionStage<Outcome<Order, PlacementRejection>> place(WantedOrder wanted, Origin origin) {
        var slot = Desk.slotOf(wanted, origin.key()).orElseGet(anySlot::next);
        return desks.ask(Integer.toString(slot.number()), wanted, origin, null);
    }

    /**
     * Places several orders, each at the desk that its external id names, those without one at the desk of {@code slot}: together, so
     * that what they ask of one SKU or account goes there together. An order's keyed retry must come with the same slot.
     *
     * @return the outcomes by the orders' numbers, in the order of {@code orders}
     */
    public CompletionStage<Map<Integer, Outcome<Order, PlacementRejection>>> placeAll(
            List<BulkOrder> orders, Slot slot) {
        var result = new CompletableFuture<Map<Integer, Outcome<Order, PlacementRejection>>>();
        var deadline = clock.instant().plus(askTimeout);
        var unused = system.systemActorOf(
                BulkPlacement.create(desks, orders, slot, askTimeout, deadline, result),
                "sluice-bulk-" + bulks.incrementAndGet(),
                Props.empty());
        return result;
    }
}
