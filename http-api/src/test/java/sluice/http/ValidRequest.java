package sluice.http;

import java.util.stream.Stream;

/** Every operation of the API, asked with every field it knows; see {@link Subjects} for what stands in braces. */
enum ValidRequest {
    PLACE("POST", "/v1/orders", """
        {"accountId":"{account}","channel":"EDI","externalId":"{fresh}","poNumber":"PO 7/8","currency":"EUR",
         "lines":[{"sku":"{sku}","quantity":2,"unitPrice":"0.333333","description":"small"},{"sku":"{sku}","quantity":3}],
         "metadata":{"campaign":"spring"}}\
        """),
    BULK("POST", "/v1/orders/bulk", "{\"orders\":[" + PLACE.body + "]}"),
    CONFIRM("POST", "/v1/orders/{SUBMITTED}/confirm", "{}"),
    RELEASE("POST", "/v1/orders/{CONFIRMED}/release", """
        {"location":"main"}\
        """),
    SHIP("POST", "/v1/orders/{PROCESSING}/shipments", """
        {"lines":[{"line":1,"quantity":2}],"location":"main","carrier":"DHL","trackingNumber":"0034"}\
        """),
    DELIVER("POST", "/v1/orders/{SHIPPED}/deliver", "{}"),
    CANCEL("POST", "/v1/orders/{SUBMITTED}/cancel", """
        {"reason":"changed my mind"}\
        """),
    DEFINE("PUT", "/v1/skus/{sku}", """
        {"name":"Tee","price":{"amount":"19.90","currency":"EUR"},"mode":"CLAIM"}\
        """),
    RECEIVE("POST", "/v1/skus/{sku}/receipts", """
        {"quantity":5,"location":"north 2","reference":"delivery note 7"}\
        """),
    ADJUST("POST", "/v1/skus/{sku}/adjustments", """
        {"delta":1,"location":"main","reason":"FOUND"}\
        """),
    COUNT("POST", "/v1/skus/{sku}/adjustments", """
        {"counted":7,"expected":0,"location":"{fresh}","reason":"CYCLE_COUNT"}\
        """),
    OPEN("PUT", "/v1/accounts/{account}", """
        {"name":"Acme","creditLimit":{"amount":"1000000000.00","currency":"EUR"},"paymentTerms":"NET_14"}\
        """),
    PAY("POST", "/v1/accounts/{account}/payments", """
        {"amount":{"amount":"59.70","currency":"EUR"},"reference":"bank 5512"}\
        """),
    CREATE_KEY("POST", "/v1/api-keys", """
        {"name":"Web shop","scopes":["orders:read","orders:write"],"accountId":"{account}","contact":"kim","channel":"EDI",
         "rate":{"perSecond":20,"burst":40,"concurrency":5},"expiresAt":"2099-12-31T23:59:59Z"}\
        """),
    ROTATE_KEY("POST", "/v1/api-keys/{apiKey}/rotate", """
        {"overlapSeconds":60}\
        """),
    REVOKE_KEY("DELETE", "/v1/api-keys/{apiKey}", ""),
    LIST_KEYS("GET", "/v1/api-keys", ""),
    READ_KEY("GET", "/v1/api-keys/{apiKey}", ""),
    READ_KEY_TRAIL("GET", "/v1/api-keys/{apiKey}/events", ""),
    CREATE_WEBHOOK("POST", "/v1/webhook-endpoints", """
        {"url":"http://127.0.0.1:9/hooks?a=b","events":["webhook_endpoint.*"],"accountId":"{account}","description":"Warehouse",
         "concurrency":4,"perSecond":50}\
        """),
    CHANGE_WEBHOOK("PATCH", "/v1/webhook-endpoints/{webhook}", """
        {"url":"http://127.0.0.1:9/hooks","events":["webhook_endpoint.disabled"],"description":"Warehouse","status":"DISABLED",
         "concurrency":8,"perSecond":100}\
        """),
    ROTATE_WEBHOOK("POST", "/v1/webhook-endpoints/{webhook}/rotate-secret", """
        {"overlapSeconds":60}\
        """),
    RECOVER_WEBHOOK("POST", "/v1/webhook-endpoints/{webhook}/recover", """
        {"since":"2026-01-31T09:30:00Z"}\
        """),
    REPLAY_WEBHOOK("POST", "/v1/webhook-endpoints/{webhook}/replay", """
        {"fromPosition":1}\
        """),
    TEST_WEBHOOK("POST", "/v1/webhook-endpoints/{webhook}/test", ""),
    RESEND("POST", "/v1/webhook-endpoints/{webhook}/deliveries/{delivery}/resend", ""),
    LIST_DELIVERIES("GET", "/v1/webhook-endpoints/{webhook}/deliveries?outcome=FAILED&eventId=test_1&limit=1", ""),
    LIST_WEBHOOKS("GET", "/v1/webhook-endpoints?accountId=acme&limit=1", ""),
    READ_WEBHOOK("GET", "/v1/webhook-endpoints/{webhook}", ""),
    DELETE_WEBHOOK("DELETE", "/v1/webhook-endpoints/{webhook}", ""),
    READ_ORDER("GET", "/v1/orders/{SUBMITTED}", ""),
    READ_TRAIL("GET", "/v1/orders/{SUBMITTED}/events", ""),
    READ_SKU("GET", "/v1/skus/{sku}", ""),
    READ_STOCK("GET", "/v1/skus/{sku}/stock", ""),
    READ_ACCOUNT("GET", "/v1/accounts/{account}", ""),
    LIST_ORDERS(
            "GET",
            "/v1/orders?status=SUBMITTED&accountId=a+b&channel=API&sku=tee%2E1&externalId=x%2F1&poNumber=7"
                    + "&placedFrom=2026-01-01T00:00:00Z&placedBefore=2126-01-01T00:00:00.5%2B01:00&q=Web+1&limit=200",
            ""),
    LIST_SKUS("GET", "/v1/skus?skuPrefix=s&mode=CLAIM&limit=1", ""),
    LIST_ACCOUNTS("GET", "/v1/accounts?idPrefix=a&currency=EUR&paymentTerms=NET_14&limit=1", ""),
    STREAM_EVENTS("GET", "/v1/events?types=order.*,shipment.created&accountId=a+b&after=0&follow=false", ""),
    LIST_STOCK("GET", "/v1/stock-levels?skuPrefix=s&location=main&availableBelow=10&limit=1", ""),
    LIST_LEDGER("GET", "/v1/skus/{sku}/stock/ledger?limit=1", ""),
    LIST_STATEMENT(
            "GET",
            "/v1/accounts/{account}/statement?from=2026-01-01T00:00:00Z&before=2126-01-01T00:00:00.5%2B01:00&limit=1",
            ""),
    READ_DAYS("GET", "/v1/reports/daily?from=2026-01-01&to=2026-01-31", ""),
    READ_PROBLEM("GET", "/problems/unknown-sku", ""),
    READ_CONTRACT("GET", "/openapi.yaml", ""),
    READ_DOCS("GET", "/docs", ""),
    READ_DOCS_FILE("GET", "/docs/start.js", "");

    final String method;
    final String path;
    final String body;

    ValidRequest(String method, String path, String body) {
        this.method = method;
        this.path = path;
        this.body = body;
    }

    /** The longest body taken. */
    int bodyLimit() {
        return this == BULK ? 8 * 1024 * 1024 : 256 * 1024;
    }

    boolean hasBody() {
        return !body.isEmpty();
    }

    Wire about(Subjects subjects) {
        return about(subjects, body);
    }

    Wire about(Subjects subjects, String otherBody) {
        return Wire.of(method, subjects.fill(path), subjects.fill(otherBody));
    }

    static Stream<ValidRequest> withBody() {
        return Stream.of(values()).filter(ValidRequest::hasBody);
    }
}
