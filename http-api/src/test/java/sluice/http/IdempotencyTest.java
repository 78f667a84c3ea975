package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static sluice.http.TestApi.check;
import static sluice.http.TestApi.orderBody;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdempotencyTest {

    private final TestApi api = TestApi.running();

    /** Every POST, on something fresh that allows it, with another body for the same address where it has one. */
    enum Post {
        PLACE {
            @Override
            Ask on(TestApi api) {
                var sku = api.sku(10);
                return new Ask("/v1/orders", orderBody(sku, 2), orderBody(sku, 3));
            }
        },
        RECEIVE {
            @Override
            Ask on(TestApi api) {
                return new Ask("/v1/skus/" + api.sku(1) + "/receipts", "{\"quantity\":5}", "{\"quantity\":6}");
            }
        },
        ADJUST {
            @Override
            Ask on(TestApi api) {
                return new Ask(
                        "/v1/skus/" + api.sku(9) + "/adjustments",
                        "{\"delta\":-2,\"reason\":\"LOST\"}",
                        "{\"delta\":-2,\"reason\":\"DAMAGED\"}");
            }
        },
        COUNT {
            @Override
            Ask on(TestApi api) {
                return new Ask(
                        "/v1/skus/" + api.sku(9) + "/adjustments",
                        "{\"counted\":4,\"expected\":9,\"reason\":\"CYCLE_COUNT\"}",
                        "{\"counted\":5,\"expected\":9,\"reason\":\"CYCLE_COUNT\"}");
            }
        },
        PAY {
            @Override
            Ask on(TestApi api) {
                var body = "{\"amount\":{\"amount\":\"%s\",\"currency\":\"EUR\"}}";
                return new Ask(
                        "/v1/accounts/" + api.account("1.00") + "/payments",
                        body.formatted("5.00"),
                        body.formatted("6.00"));
            }
        },
        CANCEL {
            @Override
            Ask on(TestApi api) {
                return new Ask(
                        "/v1/orders/" + api.order(api.sku(1), 1) + "/cancel",
                        "{\"reason\":\"a\"}",
                        "{\"reason\":\"b\"}");
            }
        },
        RELEASE {
            @Override
            Ask on(TestApi api) {
                var order = "/v1/orders/" + api.order(api.sku(1), 1);
                check(api.post(order + "/confirm", ""), 200);
                return new Ask(order + "/release", "{\"location\":\"main\"}", "{\"location\":\"north\"}");
            }
        },
        SHIP {
            @Override
            Ask on(TestApi api) {
                var order = "/v1/orders/" + api.order(api.sku(5), 5);
                Stream.of("confirm", "release").forEach(step -> check(api.post(order + "/" + step, ""), 200));
                var body = "{\"lines\":[{\"line\":1,\"quantity\":%d}]}";
                return new Ask(order + "/shipments", body.formatted(2), body.formatted(3));
            }
        },
        CONFIRM {
            @Override
            Ask on(TestApi api) {
                return new Ask("/v1/orders/" + api.order(api.sku(1), 1) + "/confirm", "", "");
            }
        },
        DELIVER {
            @Override
            Ask on(TestApi api) {
                var order = "/v1/orders/" + api.order(api.sku(1), 1);
                Stream.of("confirm", "release", "shipments")
                        .forEach(step -> check(api.post(order + "/" + step, ""), 200));
                return new Ask(order + "/deliver", "", "");
            }
        };

        abstract Ask on(TestApi api);
    }

    record Ask(String path, String body, String other) {}

    @ParameterizedTest
    @EnumSource
    void aRetry_getsTheFirstAnswer_andAnotherBodyIsRefused(Post post) {
        var ask = post.on(api);
        var key = TestApi.fresh("key");
        var first = api.post(ask.path, ask.body, "Idempotency-Key", key);
        assertEquals(post == Post.PLACE ? 201 : 200, first.status(), first.text());
        assertFalse(first.header("Idempotent-Replayed").isPresent());

        var again = api.post(ask.path, ask.body, "Idempotency-Key", '"' + key + '"');
        assertEquals(first.status(), again.status(), again.text());
        assertEquals(first.text(), again.text());
        assertEquals(first.header("ETag"), again.header("ETag"));
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals("true", again.header("Idempotent-Replayed").orElse("missing"));

        if (!ask.other.equals(ask.body)) {
            Problems.expect(api.post(ask.path, ask.other, "Idempotency-Key", key), 422, "idempotency-key-reused");
        }
    }

    @Test
    void aRefusal_isNotRemembered() {
        var sku = api.sku(1);
        var key = TestApi.fresh("key");
        Problems.expect(api.post("/v1/orders", orderBody(sku, 2), "Idempotency-Key", key), 409, "insufficient-stock");
        check(api.post("/v1/skus/" + sku + "/receipts", "{\"quantity\":1}"), 200);
        check(api.post("/v1/orders", orderBody(sku, 2), "Idempotency-Key", key), 201);
    }
}
