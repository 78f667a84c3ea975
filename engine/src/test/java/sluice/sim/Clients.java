package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.entity.Fingerprint;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.placement.Desk;
import sluice.placement.PlacementRejection;
import sluice.stock.StockCommand;
import sluice.value.OrderId;
import sluice.value.Slot;

/**
 * The clients: each act is asked again while its client does not know, or was told to come again, as long as that is safe. A client
 * waits a while for an answer, and goes to the next node where it was not let in.
 */
final class Clients {

    /** How long a client goes on asking for one act. */
    static final long PATIENCE_MICROS = 40_000_000;

    private static final long TIMEOUT_MICROS = 12_000_000; // above the engine's own
    private static final OrderId NO_ORDER = new OrderId(new UUID(0x7000, Long.MIN_VALUE));
    private static final long AGAIN_MICROS = 500_000;

    private final World world;
    private final Map<Integer, OrderId> placed = new HashMap<>(); // by act
    private final Map<Integer, String> fingerprints = new HashMap<>();
    private final Set<Integer> over = new HashSet<>(); // acts of which the last word was spoken
    private final List<Attempt> open = new ArrayList<>();
    private long busyUntilMicros;

    Clients(World world) {
        this.world = world;
        for (var act : world.life.acts()) {
            long atMicros = act.atMillis() * 1_000;
            busyUntilMicros = Math.max(busyUntilMicros, atMicros);
            world.clock.at(atMicros, () -> begin(new Asking(act, atMicros)));
        }
    }

    /** When the last client is known to have been at work. */
    long busyUntilMicros() {
        return busyUntilMicros;
    }

    List<Attempt> unanswered() {
        return open;
    }

    /** One act, from its first attempt to its last. */
    private static final class Asking {
        final Act act;
        final long sinceMicros;
        int attempts;
        int waits;
        boolean over;

        Asking(Act act, long sinceMicros) {
            this.act = act;
            this.sinceMicros = sinceMicros;
        }
    }

    private void begin(Asking asking) {
        attempt(asking, asking.act.node());
        if (asking.act.twin()) {
            attempt(asking, asking.act.node() + 1);
        }
    }

    private void attempt(Asking asking, int hint) {
        long now = world.clock.nowMicros();
        busyUntilMicros = Math.max(busyUntilMicros, now);
        if (asking.over || now - asking.sinceMicros > PATIENCE_MICROS) {
            return;
        }
        var order = orderOf(asking.act);
        var node = world.cluster().livingFrom(hint % world.life.nodes());
        boolean knowsNoOrder = order == null && asking.act.wish() instanceof Act.OfOrder;
        if (knowsNoOrder && over.contains(placementOf(asking.act))) {
            return; // there will be none
        }
        if (!node.isAlive() || knowsNoOrder) { // nobody listens there, or nothing is known yet to ask for
            world.clock.after(AGAIN_MICROS * ++asking.waits, () -> attempt(asking, hint + 1));
            return;
        }
        var attempt = new Attempt(asking.act, ++asking.attempts, node.index(), now, order);
        open.add(attempt);
        world.say(() -> "client asks " + node + ", " + attempt);
        world.watcher.sent(attempt);
        var timeout = world.clock.after(TIMEOUT_MICROS, () -> {
            if (open.remove(attempt)) {
                world.say(() -> "client gives " + attempt.requestId() + " up");
                afterwards(asking, attempt, null);
            }
        });
        node.later(
                world.dice.between(Dice.Kind.CLIENT, 50, 500),
                () -> serve(node, attempt).thenAccept(outcome -> answer(node, asking, attempt, timeout, outcome)));
    }

    private static int placementOf(Act act) {
        return act.wish() instanceof Act.OfOrder of ? of.placedBy() : Act.OfOrder.NOBODY;
    }

    private @Nullable OrderId orderOf(Act act) {
        if (act.wish() instanceof Act.OfOrder of) {
            return of.placedBy() == Act.OfOrder.NOBODY
                    ? world.store.abandoned().orElse(NO_ORDER)
                    : placed.get(of.placedBy());
        }
        return null;
    }

    private CompletionStage<? extends Outcome<?, ?>> serve(SimNode node, Attempt attempt) {
        var refusal = node.refusal();
        if (refusal != null) {
            return CompletableFuture.completedFuture(new Outcome.NotDone<Message, Message>(refusal));
        }
        var origin = originOf(attempt);
        return switch (attempt.act.wish()) {
            case Act.Place(var wanted) -> {
                var slot = Desk.slotOf(wanted, origin.key())
                        .orElseGet(() -> new Slot((int) world.dice.below(Dice.Kind.ID, Slot.COUNT)));
                yield node.asks().place(wanted, origin, slot);
            }
            case Act.OfOrder of -> node.asks().order(Objects.requireNonNull(attempt.order), of.command(), origin);
            case Act.OfSku(var sku, var command) ->
                node.asks().stock().ask(sku.value(), command, origin, null).thenApply(outcome -> {
                    if (!(command instanceof StockCommand.Read)) {
                        node.soldOut().forget(sku);
                    }
                    return outcome;
                });
            case Act.OfAccount(var account, var command) ->
                node.asks().accounts().ask(account.value(), command, origin, null);
        };
    }

    private Origin originOf(Attempt attempt) {
        var act = attempt.act;
        var channel =
                act.wish() instanceof Act.Place(var wanted) ? wanted.channel().name() : null;
        var key = act.key() == null
                ? null
                : new Origin.IdempotencyKey(act.key(), fingerprints.computeIfAbsent(act.id(), id -> fingerprint(act)));
        return new Origin("client", null, channel, attempt.requestId(), null, key);
    }

    private static String fingerprint(Act act) {
        return act.wish() instanceof Act.Place(var wanted)
                ? Fingerprint.of("order", wanted)
                : Fingerprint.of(act.wish().toString());
    }

    private void answer(SimNode node, Asking asking, Attempt attempt, Clockwork.Timer timeout, Outcome<?, ?> outcome) {
        int life = node.lives();
        world.clock.after(world.dice.between(Dice.Kind.CLIENT, 50, 500), () -> {
            if (node.lives() == life && open.remove(attempt)) {
                timeout.cancel();
                attempt.outcome = outcome;
                attempt.answeredMicros = world.clock.nowMicros();
                busyUntilMicros = Math.max(busyUntilMicros, attempt.answeredMicros);
                world.say(() -> "client is told, " + attempt.requestId() + ": " + OutcomeText.of(outcome));
                if (outcome instanceof Outcome.Done<?, ?> done && done.answer() instanceof Order order) {
                    placed.putIfAbsent(attempt.act.id(), order.id());
                }
                world.watcher.answered(attempt);
                afterwards(asking, attempt, outcome);
            }
        });
    }

    /** @param outcome null if there was no answer */
    private void afterwards(Asking asking, Attempt attempt, @Nullable Outcome<?, ?> outcome) {
        boolean nothingDone = outcome instanceof Outcome.NotDone || isInFlight(outcome);
        boolean unclear = outcome == null || outcome instanceof Outcome.Unknown;
        if (!nothingDone && !unclear) {
            asking.over = true;
            over.add(asking.act.id());
        } else if (nothingDone || mayAskAgain(asking.act)) {
            long wait = asking.attempts * world.dice.between(Dice.Kind.CLIENT, 200_000, 1_500_000);
            world.clock.after(wait, () -> attempt(asking, attempt.node + 1));
        }
        busyUntilMicros = Math.max(busyUntilMicros, world.clock.nowMicros());
    }

    private static boolean isInFlight(@Nullable Outcome<?, ?> outcome) {
        return outcome instanceof Outcome.Refused<?, ?> refused
                && refused.reason() instanceof PlacementRejection.RequestInFlight;
    }

    /** Whether a second request has no second effect. */
    private static boolean mayAskAgain(Act act) {
        return act.key() != null
                || act.isRead()
                || (act.wish() instanceof Act.Place(var wanted) && wanted.externalId() != null);
    }
}
