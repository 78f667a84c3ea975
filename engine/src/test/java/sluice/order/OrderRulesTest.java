package sluice.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.order.OrderLife.ACME;
import static sluice.order.OrderLife.EUR;
import static sluice.order.OrderLife.HAT;
import static sluice.order.OrderLife.MAIN;
import static sluice.order.OrderLife.NOW;
import static sluice.order.OrderLife.SHOP;
import static sluice.order.OrderLife.TEE;
import static sluice.order.OrderLife.line;
import static sluice.order.OrderLife.placed;
import static sluice.order.OrderLife.ship;
import static sluice.order.OrderLife.shipAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.order.Effects.OnAccount;
import sluice.order.Effects.OnStock;
import sluice.order.Order.Fulfilment;
import sluice.order.OrderCommand.Cancel;
import sluice.order.OrderCommand.Confirm;
import sluice.order.OrderCommand.Deliver;
import sluice.order.OrderCommand.DoesExist;
import sluice.order.OrderCommand.Read;
import sluice.order.OrderCommand.Release;
import sluice.order.OrderCommand.Settle;
import sluice.order.OrderRejection.IllegalTransition;
import sluice.order.OrderRejection.MoreThanOpen;
import sluice.order.OrderRejection.NoSuchLine;
import sluice.order.OrderRejection.NotFound;
import sluice.value.Money;
import sluice.value.Quantity;

class OrderRulesTest {

    private static final OrderCommand CONFIRM = new Confirm();
    private static final OrderCommand RELEASE = new Release(SHOP);
    private static final OrderCommand DELIVER = new Deliver();
    private static final OrderCommand CANCEL = new Cancel("changed my mind");

    /** What callers can ask, by the API's names, in the order of an order's life. */
    private static final Map<String, OrderCommand> COMMANDS = commands();

    private static Map<String, OrderCommand> commands() {
        var commands = new LinkedHashMap<String, OrderCommand>();
        commands.put("confirm", CONFIRM);
        commands.put("release", RELEASE);
        commands.put("ship", ship(1, 1));
        commands.put("deliver", DELIVER);
        commands.put("cancel", CANCEL);
        return commands;
    }

    /** Orders in every situation that matters, and what may be done to them. */
    private static Map<List<OrderCommand>, List<String>> situations() {
        var allowed = new LinkedHashMap<List<OrderCommand>, List<String>>();
        allowed.put(List.of(), List.of("confirm", "cancel"));
        allowed.put(List.of(CONFIRM), List.of("release", "ship", "cancel"));
        allowed.put(List.of(CONFIRM, RELEASE), List.of("ship", "cancel"));
        allowed.put(List.of(CONFIRM, ship(1, 1)), List.of("ship"));
        allowed.put(List.of(CONFIRM, RELEASE, ship(1, 1)), List.of("ship"));
        allowed.put(List.of(CONFIRM, shipAll()), List.of("deliver"));
        allowed.put(List.of(CONFIRM, shipAll(), DELIVER), List.of());
        allowed.put(List.of(CANCEL), List.of());
        return allowed;
    }

    static Stream<Arguments> everyStatusAndCommand() {
        return situations().entrySet().stream()
                .flatMap(situation -> COMMANDS.keySet().stream()
                        .map(command -> Arguments.of(situation.getKey(), situation.getValue(), command)));
    }

    @ParameterizedTest
    @MethodSource("everyStatusAndCommand")
    void command_isAcceptedWhereItIsAllowed_andElseToldWhatIs(
            List<OrderCommand> before, List<String> allowed, String name) {
        var life = placed().given(before.toArray(OrderCommand[]::new));
        var command = COMMANDS.get(name);
        if (command == null) {
            throw new AssertionError(name);
        }
        if (allowed.contains(name)) {
            var version = life.order().version();
            assertEquals(1, life.when(command).size());
            assertEquals(version + 1, life.order().version());
        } else {
            assertEquals(new IllegalTransition(life.order().status(), name, allowed), life.refuses(command));
        }
    }

    @Test
    void transitions_areThoseThatTheStateLists() throws IOException {
        var actual = new TreeSet<String>();
        actual.add("none → " + placed().order().status());
        for (var before : situations().keySet()) {
            for (var command : Stream.concat(COMMANDS.values().stream(), Stream.of(shipAll()))
                    .toList()) {
                var life = placed().given(before.toArray(OrderCommand[]::new));
                var from = life.order().status();
                if (life.accepts(command)) {
                    life.when(command);
                    actual.add(from + " → " + life.order().status());
                }
            }
        }
        actual.remove("PROCESSING → PROCESSING"); // another shipment that leaves something open
        assertEquals(listed(), actual);
    }

    /** The transitions in the Javadoc of {@link OrderState}. */
    private static Set<String> listed() throws IOException {
        var source = Files.readString(Path.of("src/main/java/sluice/order/OrderState.java"));
        var text = source.substring(
                        source.indexOf("Every legal transition:"), source.indexOf("DELIVERED and CANCELLED are"))
                .replaceAll("\\s*\\n \\*\\s*", " ")
                .replaceAll("\\([^)]*\\)", "");
        var listed = new TreeSet<String>();
        var transition = Pattern.compile("([A-Za-z, ]+) → ([A-Z]+)").matcher(text);
        while (transition.find()) {
            for (var from : transition.group(1).split(",", -1)) {
                listed.add(from.strip() + " → " + transition.group(2));
            }
        }
        return listed;
    }

    @Test
    void orderThatNeverWas_isNotFound_andOnlyTheQuestionAbandonsIt() {
        for (var command : List.of(new Read(), CONFIRM, RELEASE, shipAll(), DELIVER, CANCEL, new Settle(1))) {
            assertEquals(new NotFound(), new OrderLife().refuses(command));
        }
        var life = new OrderLife();
        assertEquals(List.of(new OrderEvent.Abandoned()), life.when(new DoesExist()));
        assertEquals(new OrderAnswer.Existence(false), life.rules.answer(life.state, new DoesExist()));
        assertEquals(List.of(), life.when(new DoesExist()));
        assertEquals(new NotFound(), life.refuses(new Read()));
    }

    @Test
    void orderThatNeverWas_leavesMemory_andOneThatIsStays() {
        var life = new OrderLife();
        assertTrue(life.rules.isVoid(life.state));
        life.when(new DoesExist());
        assertTrue(life.rules.isVoid(life.state));
        assertFalse(life.rules.isVoid(placed().state));
    }

    @Test
    void placedOrder_exists_whateverBecameOfIt() {
        for (var before : situations().keySet()) {
            var life = placed().given(before.toArray(OrderCommand[]::new));
            assertEquals(List.of(), life.when(new DoesExist()));
            assertEquals(new OrderAnswer.Existence(true), life.rules.answer(life.state, new DoesExist()));
        }
    }

    @Test
    void internalQuestions_changeNoVersion_andExpectNone() {
        var life = placed().given(CONFIRM, shipAll());
        for (var command : List.of(new Read(), new DoesExist(), new Settle(3))) {
            assertNull(life.rules.revision(life.state, command));
        }
        var before = life.order();
        life.when(new Settle(3));
        assertEquals(before, life.order());
        assertEquals(before.version(), life.rules.revision(life.state, DELIVER));
    }

    @Test
    void shipments_inParts_countUp_andTheLastCompletesTheOrder() {
        var life = placed().given(CONFIRM);
        life.when(ship(1, 2));
        assertEquals(OrderStatus.PROCESSING, life.order().status());
        assertEquals(Fulfilment.PARTIAL, life.order().fulfilment());
        assertEquals(Quantity.of(1), life.order().lines().getFirst().open());
        assertEquals(Quantity.of(1), life.order().lines().getFirst().claimed());

        life.when(new OrderCommand.Ship(ship(2, 2).lines(), SHOP, "DHL", "00340"));
        assertEquals(OrderStatus.PROCESSING, life.order().status());
        life.when(shipAll());
        assertEquals(OrderStatus.SHIPPED, life.order().status());
        assertEquals(Fulfilment.COMPLETE, life.order().fulfilment());
        assertEquals(
                List.of(MAIN, SHOP, MAIN),
                life.order().shipments().stream().map(Order.Shipment::location).toList());
        assertEquals(
                List.of(1, 2, 3),
                life.order().shipments().stream().map(Order.Shipment::number).toList());
        assertEquals(ship(1, 1).lines(), life.order().shipments().getLast().lines());
        assertEquals(NOW, life.order().shipments().getLast().at());

        life.when(DELIVER);
        assertTrue(
                life.order().lines().stream().allMatch(line -> line.delivered().equals(line.ordered())));
    }

    @Test
    void shipment_leavesFromWhereTheOrderWasReleasedTo() {
        var life = placed().given(CONFIRM, RELEASE, shipAll());
        assertEquals(SHOP, life.order().location());
        assertEquals(SHOP, life.order().shipments().getFirst().location());
    }

    @Test
    void shipment_ofLinesThatAreNot_orOfMoreThanIsOpen_isRefused() {
        var life = placed().given(CONFIRM, ship(1, 2));
        assertEquals(new NoSuchLine(0), life.refuses(ship(0, 1)));
        assertEquals(new NoSuchLine(3), life.refuses(ship(1, 1, 3, 1)));
        assertEquals(new NoSuchLine(2), life.refuses(ship(2, 1, 2, 1)), "each line at most once");
        assertEquals(new MoreThanOpen(1, Quantity.of(2), Quantity.of(1)), life.refuses(ship(1, 2)));
        assertEquals(new MoreThanOpen(1, Quantity.ZERO, Quantity.of(1)), life.refuses(ship(1, 0)));
    }

    @Test
    void shipment_asksStockForEachSku_andTheAccountForItsShare_underTheEventsNumber() {
        var life = placed(ACME, line(TEE, 3, 30_00), line(HAT, 2, 5_01), line(TEE, 1, 9_00))
                .given(CONFIRM);
        life.when(ship(1, 2, 3, 1));
        assertEquals(
                List.of(new Effects(3, List.of(new OnStock(TEE, Quantity.of(3), MAIN)), invoiced(29_00, false))),
                life.state.unsettled());
        life.when(shipAll());
        assertEquals(
                new Effects(
                        4,
                        List.of(new OnStock(TEE, Quantity.of(1), MAIN), new OnStock(HAT, Quantity.of(2), MAIN)),
                        invoiced(15_01, true)),
                life.state.unsettled().getLast());
    }

    @Test
    void cancellation_givesBackEverySkuOnce_andThePledge() {
        var life = placed(ACME, line(TEE, 3, 30_00), line(HAT, 2, 5_01), line(TEE, 1, 9_00));
        life.when(CANCEL);
        assertEquals(
                List.of(new Effects(
                        2,
                        List.of(new OnStock(TEE, null, null), new OnStock(HAT, null, null)),
                        new OnAccount(ACME, null, true))),
                life.state.unsettled());
        assertEquals("changed my mind", life.order().cancelReason());
        assertTrue(life.order().lines().stream()
                .allMatch(line -> line.claimed().isZero() && line.cancelled().equals(line.ordered())));
    }

    @Test
    void guestsOrder_asksNothingOfAnAccount() {
        assertNull(placed(null, line(TEE, 1, 1))
                .given(CANCEL)
                .state
                .unsettled()
                .getFirst()
                .account());
        assertNull(placed(null, line(TEE, 1, 1))
                .given(CONFIRM, shipAll())
                .state
                .unsettled()
                .getFirst()
                .account());
    }

    @Test
    void eventsThatMoveNothing_askNothing() {
        assertEquals(List.of(), placed().given(CONFIRM, RELEASE).state.unsettled());
        var life = placed().given(CONFIRM, shipAll(), new Settle(3), DELIVER);
        assertEquals(List.of(), life.state.unsettled());
    }

    @Test
    void settle_clearsWhatIsCarriedOut_andIsNotedOnce() {
        var life = placed().given(CONFIRM, ship(1, 1), ship(1, 1), shipAll());
        assertEquals(List.of(new OrderEvent.Settled(4)), life.when(new Settle(4)));
        assertEquals(
                List.of(5L),
                life.state.unsettled().stream().map(Effects::number).toList());
        assertEquals(List.of(), life.when(new Settle(4)));
        assertEquals(List.of(), life.when(new Settle(2)));
        life.when(new Settle(5));
        assertEquals(List.of(), life.state.unsettled());
    }

    @Test
    void invoicesOfAllShipments_addUpToTheTotal_toTheCent_howeverItIsShipped() {
        long seed = new Random().nextLong();
        System.out.println("OrderRulesTest seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var lines = new ArrayList<OrderEvent.PlacedLine>();
            for (int line = 0; line <= random.nextInt(4); line++) {
                lines.add(line(random.nextBoolean() ? TEE : HAT, 1 + random.nextInt(30), random.nextInt(1_000)));
            }
            var life = placed(ACME, lines.toArray(OrderEvent.PlacedLine[]::new)).given(CONFIRM);
            while (life.order().status() != OrderStatus.SHIPPED) {
                life.when(random.nextInt(10) == 0 ? shipAll() : somethingOpen(life.order(), random));
            }
            var invoices = life.state.unsettled().stream().map(Effects::account).toList();
            assertTrue(invoices.stream().allMatch(one -> minorUnits(one) >= 0), "round " + round);
            assertEquals(
                    life.order().total(),
                    new Money(
                            invoices.stream()
                                    .mapToLong(OrderRulesTest::minorUnits)
                                    .sum(),
                            EUR),
                    "round " + round);
            assertEquals(
                    invoices.size() - 1,
                    invoices.stream().filter(one -> !isLast(one)).count(),
                    "round " + round);
        }
    }

    private static OrderCommand somethingOpen(Order order, Random random) {
        var open = order.lines().stream().filter(line -> !line.open().isZero()).toList();
        var line = open.get(random.nextInt(open.size()));
        return ship(line.number(), 1 + random.nextLong(line.open().units()));
    }

    private static long minorUnits(OnAccount effect) {
        var invoiced = effect.invoiced();
        if (invoiced == null) {
            throw new AssertionError("a shipment that frees instead of invoicing");
        }
        return invoiced.minorUnits();
    }

    private static boolean isLast(OnAccount effect) {
        return effect.last();
    }

    private static OnAccount invoiced(long cents, boolean last) {
        return new OnAccount(ACME, new Money(cents, EUR), last);
    }
}
