package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.placement.Placing.AT;
import static sluice.placement.Placing.HAT;
import static sluice.placement.Placing.TEE;
import static sluice.placement.Placing.line;
import static sluice.placement.Placing.ofAcme;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.entity.Batch;
import sluice.entity.Fingerprint;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.journal.Birth;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;
import sluice.value.Slot;

/** A desk under test, and the words to speak with it. Its orders are numbered from 1, and all it does is written down. */
final class Desking implements Desk.Shell {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    private record Row(List<Birth.Reference> references, Batch<OrderEvent> row) {}

    final List<String> said = new ArrayList<>();
    final List<String> stages = new ArrayList<>();
    final List<PlacementStep> putOff = new ArrayList<>();
    Instant now = AT;
    boolean predecessorMayAppend;
    final Desk desk;
    private final List<OrderId> orders = new ArrayList<>();
    private final Map<OrderId, Row> rows = new HashMap<>();
    private final TestInbox<Reply<Order, PlacementRejection>> caller = TestInbox.create();

    Desking() {
        desk = new Desk(
                new Slot(7),
                this::fresh,
                DEADLINE,
                new SoldOutMarks(() -> 0, Runnable::run),
                this::mayAppend,
                AT,
                this);
    }

    private OrderId fresh(Slot slot) {
        assertEquals(7, slot.number());
        orders.add(OrderId.next(slot));
        return orders.getLast();
    }

    private boolean mayAppend(Instant startedAt) {
        assertEquals(AT, startedAt);
        return predecessorMayAppend;
    }

    OrderId order(int number) {
        return orders.get(number - 1);
    }

    /** Somebody wants a tee and a hat on account. */
    Desking request(@Nullable String externalId, @Nullable String key) {
        return request(externalId, key, now.plusSeconds(10));
    }

    Desking request(@Nullable String externalId, @Nullable String key, Instant deadline) {
        var wanted = wanted(externalId);
        var keyed = key == null ? null : new Origin.IdempotencyKey(key, Fingerprint.of("order", wanted));
        var origin = new Origin("kim", null, null, null, null, keyed);
        desk.onRequest(new Request<>(wanted, origin, null, deadline, "tag", caller.getRef()), now);
        return this;
    }

    static WantedOrder wanted(@Nullable String externalId) {
        var unnamed = ofAcme(line(TEE, 1, "1"), line(HAT, 1, "1"));
        return new WantedOrder(
                unnamed.channel(), unnamed.account(), externalId, null, unnamed.currency(), unnamed.lines(), Map.of());
    }

    /** All that order {@code number} asked for is granted. */
    Desking granted(int number) {
        desk.onStockReply(order(number), TEE, Placing.granted(), now);
        desk.onStockReply(order(number), HAT, Placing.granted(), now);
        desk.onAccountReply(order(number), Placing.pledged(), now);
        return this;
    }

    /** There is no tee for order {@code number}, and all else is granted. */
    Desking refused(int number) {
        desk.onAccountReply(order(number), Placing.pledged(), now);
        desk.onStockReply(order(number), HAT, Placing.granted(), now);
        desk.onStockReply(order(number), TEE, Placing.shortOf(1, 0, 0), now);
        return this;
    }

    Desking birth(int number, Birth.Outcome outcome) {
        desk.onBirth(order(number), outcome, now);
        return this;
    }

    Desking unwritable(int number) {
        desk.onBirthUnwritable(order(number), "half a character", now);
        return this;
    }

    Desking notTaken(int number) {
        desk.onBirthNotTaken(order(number), "full", now);
        return this;
    }

    /** The references of order {@code number} name nothing. */
    Desking unnamed(int number) {
        desk.onNamed(order(number), List.of(), now);
        return this;
    }

    /** The external id of order {@code number} names an order of the same content. */
    Desking named(int number, String externalId) {
        var wanted = wanted(externalId);
        var references = References.of(wanted, null);
        var first = new Placing(wanted).firstBirth(references.externalId(), references.fingerprint());
        desk.onNamed(order(number), List.of(first), now);
        return this;
    }

    Desking notNamed(int number) {
        desk.onNotNamed(order(number), now);
        return this;
    }

    Desking askAgain(int number) {
        desk.onAskAgain(order(number), putOff.removeFirst(), now);
        return this;
    }

    Desking timeIsUp(int number) {
        desk.onTimeIsUp(order(number), now);
        return this;
    }

    Desking stop(boolean idle) {
        assertEquals(idle, desk.stop());
        return this;
    }

    Desking pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** What was said up to here does not matter. */
    Desking silently() {
        said.clear();
        return this;
    }

    private void say(OrderId order, String what) {
        said.add("#" + (orders.indexOf(order) + 1) + " " + what);
    }

    private String nameOf(Object command) {
        return command.getClass().getSimpleName();
    }

    private void checkDeadline(OrderId order, Instant deadline, boolean answered) {
        assertTrue(orders.contains(order));
        assertEquals((answered ? AT : now).plus(DEADLINE), deadline);
    }

    @Override
    public void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered) {
        assertEquals(command instanceof StockCommand.Claim, answered);
        checkDeadline(order, deadline, answered);
        say(order, nameOf(command) + " " + sku.value());
    }

    @Override
    public void tellAccount(
            OrderId order, AccountId account, AccountCommand command, Instant deadline, boolean answered) {
        assertEquals(command instanceof AccountCommand.Pledge, answered);
        checkDeadline(order, deadline, answered);
        say(order, nameOf(command) + " " + account.value());
    }

    @Override
    public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
        var first = rows.putIfAbsent(order, new Row(references, row));
        if (first != null) {
            assertEquals(first, new Row(references, row), "a repeat appends the same");
        }
        say(order, "append" + in(delay));
    }

    @Override
    public void lookUp(OrderId order, List<String> references) {
        say(order, "look up " + String.join(" ", references));
    }

    @Override
    public void later(OrderId order, PlacementStep step, Duration delay) {
        putOff.add(step);
        say(order, nameOf(step) + in(delay));
    }

    private static String in(Duration delay) {
        return delay.isZero() ? "" : " in " + delay.toMillis();
    }

    @Override
    public void startTimer(OrderId order, Duration delay) {
        assertEquals(DEADLINE, delay);
        say(order, "begins");
    }

    @Override
    public void answer(
            Request<WantedOrder, Order, PlacementRejection> request,
            @Nullable OrderId order,
            Outcome<Order, PlacementRejection> outcome) {
        var words = switch (outcome) {
            case Outcome.Done<Order, PlacementRejection>(var placed, var replayed) -> replayed ? "replayed" : "placed";
            case Outcome.Refused<Order, PlacementRejection>(var reason) -> nameOf(reason);
            default -> nameOf(outcome);
        };
        if (order == null) {
            said.add("at once " + words);
        } else {
            say(order, words);
        }
    }

    @Override
    public void stageEnded(OrderId order, PlacementTimers.Stage stage) {
        assertTrue(orders.contains(order));
        stages.add(stage.name());
    }
}
