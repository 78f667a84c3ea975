package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sluice.Caller;
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
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** A node with a database of its own, as a cluster of one, over two lives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeTest {
    private static final SkuId TEE = new SkuId("tee");
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
                "jvm_memory_used_bytes")) {
            assertTrue(metrics.contains(expected), () -> expected + " is missing in " + metrics);
        }
        assertEquals(Optional.of("bootstrap"), node.bootstrapKey().matches(TestNode.KEY));
        assertEquals(Optional.empty(), node.bootstrapKey().matches(TestNode.KEY + "x"));
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

    private void define() {
        assertInstanceOf(Outcome.Done.class, sku(new StockCommand.Define(new SkuDefinition("Tee", null))));
        assertInstanceOf(
                Outcome.Done.class, sku(new StockCommand.Receive(Quantity.of(5), new LocationId("main"), null)));
    }

    private Outcome<StockAnswer, StockRejection> sku(StockCommand command) {
        return get(node.engine().sku(TEE, command, CALLER));
    }

    private Outcome<sluice.order.Order, PlacementRejection> place(long units) {
        var line = new WantedOrder.WantedLine(TEE, Quantity.of(units), new BigDecimal("19.90"), null);
        var wanted =
                new WantedOrder(Channel.API, null, null, null, Currency.getInstance("EUR"), List.of(line), Map.of());
        return get(node.engine().place(wanted, CALLER));
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
