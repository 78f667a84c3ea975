package sluice.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.account.AccountScenario.EUR;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sluice.account.AccountCommand.Abandon;
import sluice.account.AccountCommand.Define;
import sluice.account.AccountCommand.Free;
import sluice.account.AccountCommand.Invoice;
import sluice.account.AccountCommand.Pledge;
import sluice.account.AccountCommand.Read;
import sluice.account.AccountCommand.ReceivePayment;
import sluice.account.AccountCommand.Release;
import sluice.account.AccountCommand.Vouch;
import sluice.entity.Decision;
import sluice.entity.RecordedHistory;
import sluice.entity.Wire;
import sluice.value.Money;
import sluice.value.OrderId;

/** Thousands of random lives of an account, with messages repeated and reordered, judged by {@link AccountModel} at every step. */
class AccountRandomTest {

    private static final int LIVES = 250;
    private static final int STEPS = 300;
    private static final Currency YEN = Currency.getInstance("JPY");

    @Test
    void randomLives_neverOverstepTheLimit_andAgreeWithTheModel() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("AccountRandomTest seed " + seed);
        var seen = new TreeMap<String, Integer>();
        for (int life = 0; life < LIVES; life++) {
            new Life(new SplittableRandom(seed + life), "seed " + seed + " life " + life).live(seen);
        }
        System.out.println(seen);
        assertEquals(27, seen.size(), () -> "every command with every outcome it can have: " + seen.keySet());
    }

    private static final class Life {

        private final SplittableRandom random;
        private final String name;
        private final AccountRules rules = new AccountRules();
        private final AccountModel model = new AccountModel();
        private final RecordedHistory<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection>
                history = new RecordedHistory<>(rules, AccountEvent.class);
        private final List<AccountCommand> delayed = new ArrayList<>();
        private final Map<OrderId, Long> lastEffect = new HashMap<>();
        private AccountState state = rules.initial("acme");
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        Life(SplittableRandom random, String name) {
            this.random = random;
            this.name = name;
        }

        void live(Map<String, Integer> seen) {
            int snapshotStep = random.nextInt(STEPS);
            AccountState restored = state;
            int restoredAt = 0;
            for (int step = 0; step < STEPS; step++) {
                var command = step == 20 ? define() : anyCommand();
                step(command, name + " step " + step + ": " + command, seen);
                if (step == snapshotStep) {
                    restored = rules.restore(
                            "acme", Wire.overTheWire((AccountSnapshot) rules.snapshot(state), AccountSnapshot.class));
                    restoredAt = history.size();
                    assertEquals(state.canonicalHash(), restored.canonicalHash(), name);
                }
            }
            history.recordDeferred(now);
            assertEquals(
                    state.canonicalHash(),
                    history.replay(rules.initial("acme"), 0).canonicalHash(),
                    name);
            assertEquals(
                    state.canonicalHash(), history.replay(restored, restoredAt).canonicalHash(), name);
        }

        private void step(AccountCommand command, String where, Map<String, Integer> seen) {
            boolean watched = random.nextInt(10) == 0;
            var before = watched ? state.canonicalHash() : "";
            var decision = rules.decide(state, command, now);
            assertEquals(before, watched ? state.canonicalHash() : "", where); // a decision changes nothing
            var outcome = switch (decision) {
                case Decision.Rejected<AccountEvent, AccountRejection>(var reason) -> reason;
                case Decision.Accepted<AccountEvent, AccountRejection>(var events) ->
                    events.isEmpty() ? AccountModel.UNCHANGED : AccountModel.CHANGED;
                case Decision.Deferred<AccountEvent, AccountRejection> deferred -> AccountModel.CHANGED;
            };
            long exposureBefore = model.exposure();
            assertEquals(model.obey(command, now), outcome, where);
            for (var event : history.record(decision, now)) {
                state = rules.apply(state, event, now);
            }
            agree(where);
            boolean raisesExposure = command instanceof Pledge && model.exposure() > exposureBefore;
            assertTrue(!raisesExposure || model.exposure() <= model.limit(), () -> "over the limit, " + where);
            var result =
                    outcome instanceof AccountRejection ? outcome.getClass().getSimpleName() : outcome;
            seen.merge(command.getClass().getSimpleName() + " " + result, 1, Integer::sum);
        }

        private void agree(String where) {
            assertEquals(model.exposure(), state.exposureMinorUnits(), where);
            assertEquals(model.pledged(), state.pledgedMinorUnits(), where);
            assertEquals(model.pledged(), state.pledges().recountedTotal(), where);
            model.pledges.forEach(
                    (order, amount) -> assertEquals(amount, state.pledges().amountOf(order), where));
            assertEquals(List.copyOf(model.unvouched), state.unvouchedBefore(now.plusMillis(1)), where);
            assertEquals(
                    model.openInvoices(),
                    state.openInvoices().stream()
                            .map(open -> new AccountModel.Invoiced(open.order(), open.effect(), open.openMinorUnits()))
                            .toList(),
                    where);
        }

        private AccountCommand anyCommand() {
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

        private AccountCommand fresh(int kind) {
            if (kind < 16) {
                return define();
            } else if (kind < 46) {
                return new Pledge(order(), money(6));
            } else if (kind < 52) {
                return new Release(order());
            } else if (kind < 62) {
                return new Vouch(List.of(order(), order(), order()));
            } else if (kind < 66) {
                return new Abandon(List.of(order(), order(), order()));
            } else if (kind < 80) {
                var order = order();
                return new Invoice(order, nextEffect(order), money(4), random.nextBoolean());
            } else if (kind < 88) {
                var order = order();
                return new Free(order, nextEffect(order));
            }
            return new ReceivePayment(money(9), null);
        }

        private Define define() {
            return new Define(new AccountTerms(
                    "Acme", new Money(random.nextInt(60), random.nextInt(10) == 0 ? YEN : EUR), random.nextInt(2)));
        }

        private Money money(int bound) {
            return new Money(random.nextInt(bound), random.nextInt(50) == 0 ? YEN : EUR);
        }

        private long nextEffect(OrderId order) {
            return lastEffect.merge(order, 2L, (last, one) -> last + 1 + random.nextInt(2));
        }

        private OrderId order() {
            return AccountScenario.order(random.nextInt(60));
        }
    }
}
