package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sluice.Caller;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.entity.Outcome;
import sluice.order.Channel;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.placement.PlacementRejection;
import sluice.placement.WantedOrder;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** A node with a database of its own, as a cluster of one, over two lives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("on-either-journal")
class NodeTest {
    private static final SkuId TEE = new SkuId("tee");
    private static final AccountId ACME = new AccountId("acme");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Caller CALLER = Caller.of("test");

    private final Map<String, String> variables;
    private Node node;

    NodeTest(@TempDir Path directory) {
        variables = TestNode.variables(directory.resolve("data"));
        node = Node.start(NodeSettings.read(variables));
    }

    @AfterAll
    void stop() {
        node.stop();
    }

    @Test
    @Order(1)
    void node_isReadyOnceAnnounced_andTellsItsMetersAndMembers() throws Exception {
        assertEquals(503, get("/ready").statusCode());
        node.announceReady("http://127.0.0.1:0");
        await(() -> get("/ready").statusCode() == 200);
        assertEquals(200, get("/alive").statusCode());
        assertTrue(get("/cluster/members").body().contains("\"status\":\"Up\""));
        var metrics = get("/metrics").body();
        for (var expected : List.of(
                "sluice_database_up 1.0",
                "sluice_node_ready 1.0",
                "sluice_cluster_members 1.0",
                "hikaricp_connections{pool=\"engine\"}",
                "hikaricp_connections{pool=\"journal\"}",
                "hikaricp_connections{pool=\"lists\"}",
                "jvm_memory_used_bytes")) {
            assertTrue(metrics.contains(expected), () -> expected + " is missing in " + metrics);
        }
    }

    @Test
    @Order(2)
    void secondNode_onTheSameDataDirectory_isRefused() {
        var refused = assertThrows(StartFailed.class, () -> Node.start(NodeSettings.read(variables)));
        assertTrue(refused.toString().contains("SLUICE_DATA_DIR"), refused::toString);
    }

    @Test
    @Order(3)
    void order_placedBeforeAGracefulStop_isThereAfterTheNextStart() {
        define();
        var order = assertInstanceOf(Outcome.Done.class, place(3));
        assertInstanceOf(Outcome.Refused.class, place(3));
        var id = ((sluice.order.Order) order.answer()).id();

        node.stop();
        node = Node.start(NodeSettings.read(variables));

        assertEquals(order.answer(), read(id));
        assertInstanceOf(Outcome.Refused.class, place(3));
        assertInstanceOf(Outcome.Done.class, place(2));
    }

    /** What is asked of one SKU and of one account goes there as one message, and is one row in the journal of each. */
    @Test
    @Order(4)
    void ordersOfOneCall_areOneBatchOfTheirSkuAndOfTheirAccount() throws Exception {
        var limit = Money.of(new BigDecimal("1000.00"), EUR);
        assertInstanceOf(
                Outcome.Done.class,
                get(node.engine()
                        .account(ACME, new AccountCommand.Define(new AccountTerms("Acme", limit, 30)), CALLER)));
        receive(1_000);
        long ofTee = rows("s|tee");
        long ofAcme = rows("a|acme");
        var outcomes = placeAll(ACME, CALLER, Collections.nCopies(50, 1L));
        assertEquals(50, outcomes.size());
        outcomes.values().forEach(outcome -> assertInstanceOf(Outcome.Done.class, outcome));
        assertEquals(ofTee + 1, rows("s|tee"));
        assertEquals(ofAcme + 1, rows("a|acme"));
    }

    @Test
    @Order(5)
    void keyedOrdersOfOneCall_areAnsweredAgainByTheNextLifeOfTheNode() {
        receive(10);
        var keyed = CALLER.withIdempotencyKey("bulk 1");
        var first = placeAll(null, keyed, List.of(1L, 1_000_000L, 2L));
        assertEquals(List.of(0, 1, 2), List.copyOf(first.keySet()));
        assertInstanceOf(Outcome.Refused.class, first.get(1));

        node.stop();
        node = Node.start(NodeSettings.read(variables));

        var again = placeAll(null, keyed, List.of(1L, 1_000_000L, 3L));
        assertEquals(new Outcome.Done<>(answerOf(first.get(0)), true), again.get(0));
        assertInstanceOf(Outcome.Refused.class, again.get(1));
        assertInstanceOf(Outcome.KeyReused.class, again.get(2));
    }

    private static sluice.order.Order answerOf(@Nullable Outcome<sluice.order.Order, PlacementRejection> outcome) {
        if (outcome instanceof Outcome.Done<sluice.order.Order, PlacementRejection>(var order, var replayed)) {
            assertFalse(replayed);
            return order;
        }
        throw new AssertionError("not placed: " + outcome);
    }

    /** Orders of so many tees each, numbered from 0. */
    private Map<Integer, Outcome<sluice.order.Order, PlacementRejection>> placeAll(
            @Nullable AccountId account, Caller caller, List<Long> units) {
        var wanted = new TreeMap<Integer, WantedOrder>();
        units.forEach(each -> wanted.put(wanted.size(), wanted(account, each)));
        return get(node.engine().placeAll(wanted, caller));
    }

    private long rows(String persistenceId) throws SQLException {
        try (var connection = node.database().getConnection();
                var query =
                        connection.prepareStatement("select count(*) from event_journal where persistence_id = ?")) {
            query.setString(1, persistenceId);
            var counted = query.executeQuery();
            counted.next();
            return counted.getLong(1);
        }
    }

    private void receive(long units) {
        assertInstanceOf(
                Outcome.Done.class, sku(new StockCommand.Receive(Quantity.of(units), new LocationId("main"), null)));
    }

    private void define() {
        assertInstanceOf(Outcome.Done.class, sku(new StockCommand.Define(new SkuDefinition("Tee", null))));
        receive(5);
    }

    private Outcome<StockAnswer, StockRejection> sku(StockCommand command) {
        return get(node.engine().sku(TEE, command, CALLER));
    }

    private Outcome<sluice.order.Order, PlacementRejection> place(long units) {
        return get(node.engine().place(wanted(null, units), CALLER));
    }

    private static WantedOrder wanted(@Nullable AccountId account, long units) {
        var line = new WantedOrder.WantedLine(TEE, Quantity.of(units), new BigDecimal("19.90"), null);
        return new WantedOrder(Channel.API, account, null, null, EUR, List.of(line), Map.of());
    }

    private OrderAnswer read(OrderId id) {
        Outcome<OrderAnswer, OrderRejection> outcome = get(node.engine().order(id, new OrderCommand.Read(), CALLER));
        return ((Outcome.Done<OrderAnswer, OrderRejection>) outcome).answer();
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No answer", e);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + path))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
