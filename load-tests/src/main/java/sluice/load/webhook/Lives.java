package sluice.load.webhook;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import sluice.client.ApiException;
import sluice.client.api.OrdersApi.APIConfirmOrderRequest;
import sluice.client.api.OrdersApi.APIDeliverOrderRequest;
import sluice.client.api.OrdersApi.APIPlaceOrderRequest;
import sluice.client.api.OrdersApi.APIReleaseOrderRequest;
import sluice.client.api.OrdersApi.APIShipOrderRequest;
import sluice.client.model.Order;
import sluice.client.model.OrderLineRequest;
import sluice.client.model.OrderRequest;
import sluice.client.model.ReleaseRequest;
import sluice.client.model.ShipmentRequest;
import sluice.load.client.Crowd;
import sluice.load.process.NodePlan;
import sluice.load.target.ApiConnection;
import sluice.load.target.HttpTarget;

/**
 * Orders on credit that are placed, confirmed, released, shipped and delivered, so many changes a second (an open loop). What has no
 * definite answer is asked again, of the next node, under the same key.
 */
public final class Lives implements AutoCloseable {

    /** The changes of one life. */
    public static final int TRANSITIONS = 5;

    private static final int ACCOUNTS = 20;
    private static final long MANY = 1_000_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10); // longer than nodes that are killed are away
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final String name;
    private final List<ApiConnection> nodes;
    private final List<Transition> transitions = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger lives = new AtomicInteger();

    /** @param name part of every name that is given here */
    public Lives(List<NodePlan> nodes, String name) {
        this.name = name;
        this.nodes = nodes.stream()
                .map(plan -> new ApiConnection(plan.url(), plan.apiKey()))
                .toList();
        var first = nodes.getFirst();
        try (var shop = new HttpTarget(first.url(), first.apiKey())) {
            shop.defineSku(name, name);
            shop.receive(name, MANY, name);
            for (int account = 0; account < ACCOUNTS; account++) {
                shop.defineAccount(account(account), name, BigDecimal.valueOf(MANY), "EUR");
            }
        }
    }

    /** Everything that was acknowledged so far. */
    public List<Transition> transitions() {
        synchronized (transitions) {
            return List.copyOf(transitions);
        }
    }

    /** Lives so many orders through, and returns when all are delivered. */
    public void live(int orders, double transitionsPerSecond) throws InterruptedException {
        live(order -> order < orders, transitionsPerSecond);
    }

    /** Lives orders through, as long as there are to be {@code more}, by their number, and returns when all are delivered. */
    void live(IntPredicate more, double transitionsPerSecond) throws InterruptedException {
        long begun = System.nanoTime();
        var living = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int order = 0; more.test(order); order++) {
                long due = begun + (long) (order * TRANSITIONS / transitionsPerSecond * 1e9);
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                living.add(threads.submit(() -> {
                    live(name + "-" + lives.incrementAndGet());
                    return null;
                }));
            }
            for (var each : living) {
                var unused = Crowd.await(each);
            }
        }
    }

    private void live(String key) throws InterruptedException {
        var order = order();
        var id = done(
                        key + "-1",
                        (api, each) -> api.orders()
                                .placeOrder(APIPlaceOrderRequest.newBuilder()
                                        .orderRequest(order)
                                        .idempotencyKey(each)
                                        .build()))
                .getId();
        int step = 1;
        for (var change : changes(id)) {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
            step++;
            var unused = done(key + "-" + step, change);
        }
    }

    private static List<BiFunction<ApiConnection, String, Order>> changes(UUID id) {
        return List.of(
                (api, key) -> api.orders()
                        .confirmOrder(APIConfirmOrderRequest.newBuilder()
                                .id(id)
                                .idempotencyKey(key)
                                .body(Map.of())
                                .build()),
                (api, key) -> api.orders()
                        .releaseOrder(APIReleaseOrderRequest.newBuilder()
                                .id(id)
                                .idempotencyKey(key)
                                .releaseRequest(new ReleaseRequest())
                                .build()),
                (api, key) -> api.orders()
                        .shipOrder(APIShipOrderRequest.newBuilder()
                                .id(id)
                                .idempotencyKey(key)
                                .shipmentRequest(new ShipmentRequest().carrier("DHL"))
                                .build()),
                (api, key) -> api.orders()
                        .deliverOrder(APIDeliverOrderRequest.newBuilder()
                                .id(id)
                                .idempotencyKey(key)
                                .body(Map.of())
                                .build()));
    }

    private OrderRequest order() {
        return new OrderRequest()
                .accountId(account(ThreadLocalRandom.current().nextInt(ACCOUNTS)))
                .currency("EUR")
                .addLinesItem(new OrderLineRequest().sku(name).quantity(2L).unitPrice("19.90"));
    }

    private String account(int number) {
        return name + "-" + number;
    }

    /** Asks until it is done. */
    private Order done(String key, BiFunction<ApiConnection, String, Order> change) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int asked = key.hashCode(); ; asked++) {
            var api = nodes.get(Math.floorMod(asked, nodes.size()));
            try {
                var order = change.apply(api, key);
                transitions.add(new Transition(
                        order.getId().toString(),
                        order.getVersion(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
                return order;
            } catch (ApiException e) {
                if (!mayBeAskedAgain(api, e) || System.nanoTime() > deadline) {
                    throw new IllegalStateException(key + ": " + e.getCode() + " " + e.getResponseBody(), e);
                }
                Thread.sleep(20 + ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
            }
        }
    }

    private static boolean mayBeAskedAgain(ApiConnection api, ApiException refusal) {
        int status = refusal.getCode();
        return status == 0
                || status == 429
                || status >= 500
                || (status == 409
                        && api.problem(refusal)
                                .filter(problem ->
                                        String.valueOf(problem.getType()).endsWith("/request-in-flight"))
                                .isPresent());
    }

    @Override
    public void close() {
        nodes.forEach(ApiConnection::close);
    }
}
