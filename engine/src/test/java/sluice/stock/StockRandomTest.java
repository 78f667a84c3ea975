package sluice.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.stock.StockScenario.MAIN;
import static sluice.stock.StockScenario.SHOP;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sluice.entity.Decision;
import sluice.entity.RecordedHistory;
import sluice.entity.Wire;
import sluice.stock.StockCommand.Abandon;
import sluice.stock.StockCommand.Adjust;
import sluice.stock.StockCommand.Claim;
import sluice.stock.StockCommand.Count;
import sluice.stock.StockCommand.Define;
import sluice.stock.StockCommand.Free;
import sluice.stock.StockCommand.Read;
import sluice.stock.StockCommand.Receive;
import sluice.stock.StockCommand.Release;
import sluice.stock.StockCommand.Ship;
import sluice.stock.StockCommand.Vouch;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** Thousands of random lives of a SKU, with messages repeated and reordered, judged by {@link StockModel} at every step. */
class StockRandomTest {

    private static final int LIVES = 400;
    private static final int STEPS = 300;

    @Test
    void randomLives_neverOversell_andAgreeWithTheModel() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("StockRandomTest seed " + seed);
        var seen = new TreeMap<String, Integer>();
        for (int life = 0; life < LIVES; life++) {
            new Life(new SplittableRandom(seed + life), "seed " + seed + " life " + life).live(seen);
        }
        System.out.println(seen);
        assertEquals(33, seen.size(), () -> "every command with every outcome it can have: " + seen.keySet());
    }

    private static final class Life {

        private final SplittableRandom random;
        private final String name;
        private final StockRules rules = new StockRules();
        private final StockModel model = new StockModel();
        private final RecordedHistory<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> history =
                new RecordedHistory<>(rules, StockEvent.class);
        private final List<StockCommand> delayed = new ArrayList<>();
        private final Map<OrderId, Long> lastEffect = new HashMap<>();
        private StockState state = rules.initial("tee");
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private boolean excused;

        Life(SplittableRandom random, String name) {
            this.random = random;
            this.name = name;
        }

        void live(Map<String, Integer> seen) {
            int snapshotStep = random.nextInt(STEPS);
            StockState restored = state;
            int restoredAt = 0;
            for (int step = 0; step < STEPS; step++) {
                var command = step == 20 ? define() : anyCommand();
                step(command, name + " step " + step + ": " + command, seen);
                if (step == snapshotStep) {
                    restored = rules.restore(
                            "tee", Wire.overTheWire((StockSnapshot) rules.snapshot(state), StockSnapshot.class));
                    restoredAt = history.size();
                    assertEquals(state.canonicalHash(), restored.canonicalHash(), name);
                }
            }
            history.recordDeferred(now);
            assertEquals(
                    state.canonicalHash(),
                    history.replay(rules.initial("tee"), 0).canonicalHash(),
                    name);
            assertEquals(
                    state.canonicalHash(), history.replay(restored, restoredAt).canonicalHash(), name);
        }

        private void step(StockCommand command, String where, Map<String, Integer> seen) {
            boolean watched = random.nextInt(10) == 0;
            var before = watched ? state.canonicalHash() : "";
            var decision = rules.decide(state, command, now);
            assertEquals(before, watched ? state.canonicalHash() : "", where); // a decision changes nothing
            var outcome = switch (decision) {
                case Decision.Rejected<StockEvent, StockRejection>(var reason) -> reason;
                case Decision.Accepted<StockEvent, StockRejection>(var events) ->
                    events.isEmpty() ? StockModel.UNCHANGED : StockModel.CHANGED;
                case Decision.Deferred<StockEvent, StockRejection> deferred -> StockModel.CHANGED;
            };
            assertEquals(model.obey(command, now), outcome, where);
            for (var event : history.record(decision, now)) {
                state = rules.apply(state, event, now);
                excused |= event instanceof StockEvent.Adjusted adjusted && adjusted.deltaUnits() < 0;
                excused |= event instanceof StockEvent.Shipped shipped && shipped.unclaimed() > 0;
            }
            agree(where);
            var result = outcome instanceof StockRejection ? outcome.getClass().getSimpleName() : outcome;
            seen.merge(command.getClass().getSimpleName() + " " + result, 1, Integer::sum);
        }

        private void agree(String where) {
            assertEquals(model.onHand(), state.onHandUnits(), where);
            assertEquals(model.onHand(MAIN), state.onHandUnits(MAIN), where);
            assertEquals(model.onHand(SHOP), state.onHandUnits(SHOP), where);
            assertEquals(model.claimed(), state.claimedUnits(), where);
            assertEquals(model.claimed(), state.claims().recountedTotal(), where);
            model.claims.forEach(
                    (order, units) -> assertEquals(units, state.claims().amountOf(order), where));
            assertEquals(List.copyOf(model.unvouched), state.unvouchedBefore(now.plusMillis(1)), where);
            assertEquals(model.received + model.adjusted - model.shipped, state.onHandUnits(), where);
            excused &= model.isOversold();
            assertTrue(excused || !model.isOversold(), () -> "oversold, " + where);
            assertEquals(Math.max(0, model.claimed() - model.onHand()), state.shortfallUnits(), where);
        }

        private StockCommand anyCommand() {
            int kind = random.nextInt(100);
            if (kind < 10 && !delayed.isEmpty()) { // again, or late
                return delayed.get(random.nextInt(delayed.size()));
            }
            now = now.plusMillis(random.nextInt(200) == 0 ? random.nextLong(100L * 3_600_000) : random.nextInt(3));
            var command = fresh(kind);
            if (random.nextInt(4) == 0 || kind >= 94) {
                delayed.add(command);
            }
            return kind >= 94 ? new Read() : command; // overtaken by what comes after it
        }

        private StockCommand fresh(int kind) {
            if (kind < 14) {
                return new Receive(Quantity.of(random.nextInt(9)), location(), null);
            } else if (kind < 16) {
                return new Receive(Quantity.of(Quantity.MAX_UNITS - random.nextInt(30)), location(), null);
            } else if (kind < 24) {
                return new Adjust(random.nextInt(-7, 6), location(), AdjustmentReason.CORRECTION);
            } else if (kind < 28) {
                long expected = random.nextBoolean() ? state.onHandUnits(MAIN) : random.nextInt(5);
                return new Count(Quantity.of(random.nextInt(9)), expected, MAIN, AdjustmentReason.CYCLE_COUNT);
            } else if (kind < 53) {
                return new Claim(order(), Quantity.of(random.nextInt(5)));
            } else if (kind < 58) {
                return new Release(order());
            } else if (kind < 68) {
                return new Vouch(List.of(order(), order(), order()));
            } else if (kind < 71) {
                return new Abandon(List.of(order(), order(), order()));
            } else if (kind < 86) {
                var order = order();
                return new Ship(order, nextEffect(order), Quantity.of(random.nextInt(4)), location());
            } else if (kind < 93) {
                var order = order();
                return new Free(order, nextEffect(order));
            }
            return define();
        }

        private Define define() {
            return new Define(new SkuDefinition("Tee " + random.nextInt(2), null));
        }

        private long nextEffect(OrderId order) {
            return lastEffect.merge(order, 2L, (last, one) -> last + 1 + random.nextInt(2));
        }

        private LocationId location() {
            return random.nextInt(4) == 0 ? SHOP : MAIN;
        }

        private OrderId order() {
            return StockScenario.order(random.nextInt(40));
        }
    }
}
