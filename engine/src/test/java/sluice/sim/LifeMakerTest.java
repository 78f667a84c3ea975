package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.account.AccountCommand;
import sluice.order.OrderCommand;
import sluice.sim.Act.OfOrder;
import sluice.sim.Act.Place;
import sluice.sim.Act.Wish;
import sluice.sim.Fault.AtPoint;
import sluice.sim.Fault.OfMessage;
import sluice.sim.Fault.OfRead;
import sluice.sim.Fault.OfWrite;
import sluice.stock.StockCommand;

class LifeMakerTest {

    private static final int LIVES = 2_000;

    private final long seed = new SplittableRandom().nextLong();

    LifeMakerTest() {
        System.out.println("LifeMakerTest seed " + seed);
    }

    @Test
    void everyLife_isValid_andHasActsAndFaults() {
        for (int life = 0; life < LIVES; life++) {
            var made = LifeMaker.make(seed + life);
            assertValid(made);
            int acts = made.acts().size();
            assertTrue(acts >= 8 && acts <= 16, () -> acts + " acts, seed " + made.seed());
            assertTrue(made.acts().stream().filter(act -> !act.isRead()).count() >= 8, () -> "seed " + made.seed());
            int faults = made.faults().size();
            assertTrue(faults >= 2 && faults <= 6, () -> faults + " faults, seed " + made.seed());
        }
    }

    @Test
    void equalSeeds_makeEqualLives() {
        assertEquals(LifeMaker.make(seed), LifeMaker.make(seed));
        assertNotEquals(LifeMaker.make(seed).acts(), LifeMaker.make(seed + 1).acts());
    }

    /** What every life keeps to, also one that was made smaller. */
    static void assertValid(Life life) {
        var where = "seed " + life.seed();
        var earlier = new HashMap<Integer, Act>();
        var wishes = new HashMap<String, Wish>();
        long before = 0;
        for (var act : life.acts()) {
            assertTrue(act.id() > 0 && act.atMillis() >= before, where);
            assertTrue(act.node() >= 0 && act.node() < life.nodes(), where);
            if (act.wish() instanceof OfOrder(var placedBy, var command)) {
                var placement = earlier.get(placedBy);
                if (placedBy == OfOrder.NOBODY) {
                    continue;
                }
                assertTrue(placement != null && placement.wish() instanceof Place, where);
                assertTrue(placement == null || placement.atMillis() < act.atMillis(), where);
            }
            assertEquals(null, earlier.put(act.id(), act), where);
            if (act.key() != null) {
                assertEquals(act.wish(), wishes.computeIfAbsent(act.key(), key -> act.wish()), where);
            }
            before = act.atMillis();
        }
        assertEquals(life.faults().size(), new HashSet<>(life.faults()).size(), where);
        for (var fault : life.faults()) {
            int node = switch (fault) {
                case Fault.NodeKilled killed -> killed.node();
                case Fault.NodePaused paused -> paused.node();
                case Fault.NodeCutOff cutOff -> cutOff.node();
                case Fault.Moved moved -> moved.node();
                default -> 0;
            };
            assertTrue(node >= 0 && node < life.nodes(), where);
        }
    }

    @Test
    void eachWishAndEachFault_occursOftenEnough() {
        var times = new TreeMap<String, Integer>();
        for (int life = 0; life < LIVES; life++) {
            var made = LifeMaker.make(seed + life);
            var seen = new ArrayList<String>();
            made.acts().forEach(act -> seen.addAll(namesOf(act)));
            made.faults().forEach(fault -> seen.addAll(namesOf(fault)));
            made.faults().stream().filter(LifeMakerTest::isOutage).findFirst().ifPresent(one -> seen.add("outage"));
            seen.forEach(name -> times.merge(name, 1, Integer::sum));
            seen.stream()
                    .filter(name -> name.startsWith("Of"))
                    .distinct()
                    .forEach(name -> times.merge("lives with " + name, 1, Integer::sum));
        }
        System.out.println(times);
        for (var name : expected()) {
            int least = name.contains(" ") ? 3 : 40;
            assertTrue(times.getOrDefault(name, 0) >= least, () -> name + " only " + times.get(name));
        }
        assertBetween(LIVES / 4, LIVES / 2, "outage", times);
        assertBetween(LIVES * 3 / 4, LIVES, "lives with OfMessage", times);
        assertBetween(LIVES / 2, LIVES, "lives with OfWrite", times);
    }

    private static void assertBetween(int least, int most, String name, Map<String, Integer> times) {
        int seen = times.getOrDefault(name, 0);
        assertTrue(seen >= least && seen <= most, () -> name + " " + seen);
    }

    private static boolean isOutage(Fault fault) {
        return switch (fault) {
            case AtPoint(var point, var nth, var harm, var millis) -> harm != Fault.Harm.ACTOR_ENDS;
            case OfMessage message -> false;
            case OfWrite write -> false;
            case OfRead read -> false;
            case Fault.SnapshotLost snapshot -> false;
            case Fault.Moved moved -> false;
            case Fault.NodeKilled killed -> true;
            case Fault.NodePaused paused -> true;
            case Fault.NodeCutOff cutOff -> true;
            case Fault.DatabaseDown down -> true;
        };
    }

    private static List<String> namesOf(Act act) {
        var names = new ArrayList<String>();
        names.add(act.key() == null ? "unkeyed" : "keyed");
        if (act.twin()) {
            names.add("twin");
        }
        switch (act.wish()) {
            case Place(var order) -> {
                names.add(order.account() == null ? "guest" : "customer");
                names.add("external " + (order.externalId() != null));
                names.add(order.lines().size() == 1 ? "one line" : "lines");
            }
            case OfOrder(var placedBy, var command) -> names.add("order." + nameOf(command));
            case Act.OfSku(var sku, var command) -> names.add("stock." + nameOf(command));
            case Act.OfAccount(var account, var command) -> names.add("account." + nameOf(command));
        }
        return names;
    }

    private static List<String> namesOf(Fault fault) {
        var kind = nameOf(fault);
        return switch (fault) {
            case OfMessage(var message, var nth, var mishap, var millis) -> List.of(kind, message + " " + mishap);
            case OfWrite(var write, var nth, var mishap, var millis) -> List.of(kind, write + " " + mishap);
            case OfRead(var read, var nth) -> List.of(kind, "read " + read);
            case AtPoint(var point, var nth, var harm, var millis) -> List.of(kind, point + " " + harm);
            default -> List.of(kind);
        };
    }

    private static String nameOf(Object value) {
        return value.getClass().getSimpleName();
    }

    private static List<String> expected() {
        var names = new ArrayList<>(List.of("keyed", "unkeyed", "twin", "guest", "customer", "external true", "lines"));
        Stream.of(Fault.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .forEach(names::add);
        for (var mishap : Fault.Mishap.values()) {
            Stream.of(Fault.Message.values()).forEach(message -> names.add(message + " " + mishap));
        }
        for (var mishap : Fault.WriteMishap.values()) {
            Stream.of(Fault.Write.values()).forEach(write -> names.add(write + " " + mishap));
        }
        for (var harm : Fault.Harm.values()) {
            Stream.of(Fault.Point.values()).forEach(point -> names.add(point + " " + harm));
        }
        Stream.of(Fault.Read.values()).forEach(read -> names.add("read " + read));
        for (var asked : List.of(
                OrderCommand.Read.class,
                OrderCommand.Confirm.class,
                OrderCommand.Release.class,
                OrderCommand.Ship.class,
                OrderCommand.Deliver.class,
                OrderCommand.Cancel.class)) {
            names.add("order." + asked.getSimpleName());
        }
        for (var asked : List.of(
                StockCommand.Define.class,
                StockCommand.Read.class,
                StockCommand.Receive.class,
                StockCommand.Adjust.class,
                StockCommand.Count.class)) {
            names.add("stock." + asked.getSimpleName());
        }
        for (var asked :
                List.of(AccountCommand.Define.class, AccountCommand.Read.class, AccountCommand.ReceivePayment.class)) {
            names.add("account." + asked.getSimpleName());
        }
        return names;
    }
}
