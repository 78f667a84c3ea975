package sluice.load.target;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.client.ApiException;
import sluice.client.api.AccountsApi.APIDefineAccountRequest;
import sluice.client.api.AccountsApi.APIReadAccountRequest;
import sluice.client.api.KeysApi.APICreateApiKeyRequest;
import sluice.client.api.KeysApi.APIRevokeApiKeyRequest;
import sluice.client.api.OrdersApi.APIConfirmOrderRequest;
import sluice.client.api.OrdersApi.APIDeliverOrderRequest;
import sluice.client.api.OrdersApi.APIListOrdersRequest;
import sluice.client.api.OrdersApi.APIPlaceOrderRequest;
import sluice.client.api.OrdersApi.APIPlaceOrdersRequest;
import sluice.client.api.OrdersApi.APIReadOrderEventsRequest;
import sluice.client.api.OrdersApi.APIReadOrderRequest;
import sluice.client.api.OrdersApi.APIReleaseOrderRequest;
import sluice.client.api.OrdersApi.APIShipOrderRequest;
import sluice.client.api.SkusApi.APIAdjustStockRequest;
import sluice.client.api.SkusApi.APIDefineSkuRequest;
import sluice.client.api.SkusApi.APIReadStockRequest;
import sluice.client.api.SkusApi.APIReceiveStockRequest;
import sluice.client.model.AccountRequest;
import sluice.client.model.AdjustmentByCount;
import sluice.client.model.AdjustmentByDelta;
import sluice.client.model.AdjustmentReason;
import sluice.client.model.AdjustmentRequest;
import sluice.client.model.ApiKeyRequest;
import sluice.client.model.BulkRequest;
import sluice.client.model.Fulfilment;
import sluice.client.model.LineQuantityRequest;
import sluice.client.model.MoneyInput;
import sluice.client.model.Order;
import sluice.client.model.OrderEvent.TypeEnum;
import sluice.client.model.OrderLineRequest;
import sluice.client.model.OrderRequest;
import sluice.client.model.OrderStatus;
import sluice.client.model.OrderSummary;
import sluice.client.model.Problem;
import sluice.client.model.ReceiptRequest;
import sluice.client.model.ReleaseRequest;
import sluice.client.model.Scope;
import sluice.client.model.ShipmentRequest;
import sluice.client.model.SkuRequest;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;

/** What an integrator does with the client that is made from the contract, from a key to a list, on a served node. */
final class GeneratedClientTest {

    private static final String KEY = "load-tests-own-key-of-every-scope";

    /** With what must be percent-encoded in an address. */
    private static final String SKU = "M4 screw, 50% + é";

    private static final String ACCOUNT = "acme & sons";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static ServedNode node;

    @SuppressWarnings("NullAway.Init")
    private static ApiConnection api;

    @BeforeAll
    static void serve() throws Exception {
        node = ServedNode.start(NodePlan.alone(directory.resolve("data"), KEY, directory.resolve("node.log")))
                .awaitReady();
        api = new ApiConnection(node.plan().url(), KEY);
        api.skus()
                .defineSku(APIDefineSkuRequest.newBuilder()
                        .sku(SKU)
                        .skuRequest(new SkuRequest()
                                .name("Screw")
                                .price(new MoneyInput().amount("0.125").currency("EUR")))
                        .build());
        api.skus()
                .receiveStock(APIReceiveStockRequest.newBuilder()
                        .sku(SKU)
                        .receiptRequest(new ReceiptRequest().quantity(100_000L))
                        .idempotencyKey("opening")
                        .build());
        api.accounts()
                .defineAccount(APIDefineAccountRequest.newBuilder()
                        .id(ACCOUNT)
                        .accountRequest(new AccountRequest()
                                .name("Acme")
                                .creditLimit(new MoneyInput().amount("1000.00").currency("EUR")))
                        .build());
    }

    @AfterAll
    static void stop() throws Exception {
        if (api != null) {
            api.close();
        }
        if (node != null) {
            node.stop();
            node.close();
        }
    }

    private static OrderRequest order(long quantity) {
        return new OrderRequest()
                .accountId(ACCOUNT)
                .currency("EUR")
                .addLinesItem(new OrderLineRequest().sku(SKU).quantity(quantity));
    }

    private static APIPlaceOrderRequest placing(OrderRequest order, @Nullable String idempotencyKey) {
        return APIPlaceOrderRequest.newBuilder()
                .orderRequest(order)
                .idempotencyKey(idempotencyKey)
                .build();
    }

    private static Order placed(long quantity) {
        return api.orders().placeOrder(placing(order(quantity), null));
    }

    /** The problem that a call is refused with. */
    private static Problem refused(int status, Supplier<?> call) {
        var refusal = assertThrows(ApiException.class, call::get);
        assertEquals(status, refusal.getCode(), refusal::getMessage);
        var problem = api.problem(refusal).orElseThrow();
        assertEquals(status, problem.getStatus());
        return problem;
    }

    @Test
    void anOrder_isPlacedOnce_andReadAsItWasAcknowledged() {
        var asked = placing(order(3), "retried-" + UUID.randomUUID());

        var first = api.orders().placeOrderWithHttpInfo(asked);
        var again = api.orders().placeOrderWithHttpInfo(asked);

        var order = first.getData();
        assertEquals(201, first.getStatusCode());
        assertEquals(OrderStatus.SUBMITTED, order.getStatus());
        assertEquals("0.38", order.getTotal().getAmount());
        assertEquals(List.of("/v1/orders/" + order.getId()), first.getHeaders().get("Location"));
        assertEquals(List.of("true"), again.getHeaders().get("Idempotent-Replayed"));
        assertEquals(order, again.getData());
        assertEquals(
                order,
                api.orders()
                        .readOrder(APIReadOrderRequest.newBuilder()
                                .id(order.getId())
                                .build()));
        var account = api.accounts()
                .readAccount(APIReadAccountRequest.newBuilder().id(ACCOUNT).build());
        assertEquals("1000.00", account.getCreditLimit().getAmount());
    }

    @Test
    void aRefusal_isAProblemWithItsOwnMembers() {
        var shortage = refused(
                        409,
                        () -> api.orders().placeOrder(placing(order(200_000).accountId(null), null)))
                .getLines();
        assertNotNull(shortage);
        assertEquals(SKU, shortage.getFirst().getSku());
        assertEquals(200_000, shortage.getFirst().getRequested());

        var overLimit = refused(409, () -> api.orders().placeOrder(placing(order(50_000), null)));
        assertEquals("/problems/credit-limit-exceeded", overLimit.getType());
        assertNotNull(overLimit.getRequested());
        assertEquals("6250.00", overLimit.getRequested().getMoney().getAmount());

        var unknown = new OrderRequest()
                .currency("EUR")
                .addLinesItem(new OrderLineRequest().sku("nothing").quantity(1L));
        assertEquals(
                List.of("nothing"),
                refused(422, () -> api.orders().placeOrder(placing(unknown, null)))
                        .getSkus());
    }

    @Test
    void anOrder_isTakenThroughItsLife() {
        var id = placed(5).getId();
        // What may be left out is told as an object without fields: the client writes null for nothing at all.
        api.orders()
                .confirmOrder(APIConfirmOrderRequest.newBuilder()
                        .id(id)
                        .body(Map.of())
                        .build());
        api.orders()
                .releaseOrder(APIReleaseOrderRequest.newBuilder()
                        .id(id)
                        .releaseRequest(new ReleaseRequest())
                        .build());
        var tooMuch = refused(
                409,
                () -> api.orders()
                        .shipOrder(APIShipOrderRequest.newBuilder()
                                .id(id)
                                .shipmentRequest(new ShipmentRequest()
                                        .addLinesItem(new LineQuantityRequest()
                                                .line(1)
                                                .quantity(6L)))
                                .build()));
        var shipped = api.orders()
                .shipOrder(APIShipOrderRequest.newBuilder()
                        .id(id)
                        .shipmentRequest(new ShipmentRequest().carrier("DHL"))
                        .build());
        var delivered = api.orders()
                .deliverOrder(APIDeliverOrderRequest.newBuilder()
                        .id(id)
                        .body(Map.of())
                        .build());

        assertNotNull(tooMuch.getRequested());
        assertEquals(6L, tooMuch.getRequested().getLong());
        assertEquals(Fulfilment.COMPLETE, shipped.getFulfilment());
        assertEquals("DHL", shipped.getShipments().getFirst().getCarrier());
        assertEquals(OrderStatus.DELIVERED, delivered.getStatus());
        assertEquals(
                List.of(
                        TypeEnum.ORDER_CREATED,
                        TypeEnum.ORDER_CONFIRMED,
                        TypeEnum.ORDER_PROCESSING,
                        TypeEnum.SHIPMENT_CREATED,
                        TypeEnum.ORDER_DELIVERED),
                api
                        .orders()
                        .readOrderEvents(
                                APIReadOrderEventsRequest.newBuilder().id(id).build())
                        .getData()
                        .stream()
                        .map(event -> event.getType())
                        .toList());
    }

    @Test
    void ordersInBulk_areEachPlacedOrRefused() {
        var results = api.orders()
                .placeOrders(APIPlaceOrdersRequest.newBuilder()
                        .bulkRequest(new BulkRequest().addOrdersItem(order(1)).addOrdersItem(order(50_000)))
                        .build())
                .getResults();

        assertEquals(201, results.get(0).getStatus());
        assertNotNull(results.get(0).getOrder());
        assertNotNull(results.get(1).getProblem());
        assertEquals(
                "/problems/credit-limit-exceeded", results.get(1).getProblem().getType());
    }

    @Test
    void stock_isAdjustedByADifference_orByACount() {
        var before = api.skus()
                .readStock(APIReadStockRequest.newBuilder().sku(SKU).build())
                .getOnHand();
        var less = adjusted(
                new AdjustmentRequest(new AdjustmentByDelta().delta(-10L).reason(AdjustmentReason.DAMAGED)));
        var counted = adjusted(new AdjustmentRequest(
                new AdjustmentByCount().counted(before).expected(before - 10).reason(AdjustmentReason.CYCLE_COUNT)));

        assertEquals(List.of(before - 10, before), List.of(less, counted));
    }

    private static long adjusted(AdjustmentRequest adjustment) {
        return api.skus()
                .adjustStock(APIAdjustStockRequest.newBuilder()
                        .sku(SKU)
                        .adjustmentRequest(adjustment)
                        .build())
                .getOnHand();
    }

    @Test
    void aKeyThatIsMade_mayDoWhatItsScopesSay_untilItIsRevoked() {
        var made = api.keys()
                .createApiKey(APICreateApiKeyRequest.newBuilder()
                        .apiKeyRequest(new ApiKeyRequest()
                                .name("A reader")
                                .addScopesItem(Scope.ORDERS_READ)
                                .accountId(ACCOUNT))
                        .idempotencyKey("the reader's key")
                        .build());
        var asked = APIReadOrderRequest.newBuilder().id(placed(1).getId()).build();
        try (var reader = new ApiConnection(node.plan().url(), made.getKey())) {
            assertEquals(ACCOUNT, reader.orders().readOrder(asked).getAccountId());
            assertEquals(
                    Scope.ORDERS_WRITE,
                    refused(403, () -> reader.orders().placeOrder(placing(order(1), null)))
                            .getScope());

            api.keys()
                    .revokeApiKey(
                            APIRevokeApiKeyRequest.newBuilder().id(made.getId()).build());

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> refused(401, () -> reader.orders().readOrder(asked)));
        }
    }

    @Test
    void aList_isReadPageByPage() {
        var placed = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            placed.addFirst(api.orders()
                    .placeOrder(placing(order(1).poNumber("of a list"), null))
                    .getId());
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertEquals(
                        placed, all().stream().map(OrderSummary::getId).toList()));
        assertTrue(all().stream().allMatch(order -> ACCOUNT.equals(order.getAccountId())));
    }

    private static List<OrderSummary> all() {
        var orders = new ArrayList<OrderSummary>();
        @Nullable String cursor = null;
        do {
            var page = api.orders().listOrders(page(cursor));
            orders.addAll(page.getData());
            cursor = page.getNext();
        } while (cursor != null);
        return orders;
    }

    private static APIListOrdersRequest page(@Nullable String cursor) {
        return APIListOrdersRequest.newBuilder()
                .poNumber("of a list")
                .limit(2)
                .cursor(cursor)
                .build();
    }
}
