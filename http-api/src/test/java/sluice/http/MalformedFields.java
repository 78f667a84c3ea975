package sluice.http;

import static sluice.http.WrongValues.CONTROL;
import static sluice.http.WrongValues.INJECTED;
import static sluice.http.WrongValues.NOT_CURRENCIES;
import static sluice.http.WrongValues.NOT_MONEY;
import static sluice.http.WrongValues.NOT_NAMES;
import static sluice.http.WrongValues.NOT_PRICES;
import static sluice.http.WrongValues.NOT_QUANTITIES;
import static sluice.http.WrongValues.NOT_TEXT;
import static sluice.http.WrongValues.lines;
import static sluice.http.WrongValues.metadata;
import static sluice.http.WrongValues.plus;
import static sluice.http.WrongValues.prices;
import static sluice.http.WrongValues.text;
import static sluice.http.WrongValues.withoutNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.http.MalformedRequests.Case;

/** Good bodies with one field spoilt, injected or left out. */
final class MalformedFields {

    private static final String ORDERS = "/v1/orders";
    private static final String SKU = "/v1/skus/malformed";
    private static final String ACCOUNT = "/v1/accounts/malformed";
    private static final String ORDER = "/v1/orders/0190c3b0-0000-7000-8000-000000000000";

    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() {
        var fields = new MalformedFields();
        fields.orders();
        fields.steps();
        fields.skus();
        fields.accounts();
        return fields.cases;
    }

    private void orders() {
        var line = "{\"sku\":\"a\",\"quantity\":1,%s}";
        var order = "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}],%s}";
        spoil("POST", ORDERS, "{\"lines\":[{\"sku\":\"a\",\"quantity\":1}],%s}", Map.of("currency", NOT_CURRENCIES));
        spoil(
                "POST",
                ORDERS,
                order,
                Map.of(
                        "accountId", withoutNull(NOT_NAMES),
                        "externalId", withoutNull(plus(NOT_TEXT, CONTROL, List.of("\" a\"", text(65)))),
                        "channel", withoutNull(plus(NOT_TEXT, List.of("\"api\"", "\"WEB\""))),
                        "metadata", metadata()));
        spoil("POST", ORDERS, "{\"currency\":\"EUR\",%s}", Map.of("lines", lines()));
        inLine("{\"quantity\":1,%s}", Map.of("sku", NOT_NAMES));
        inLine("{\"sku\":\"a\",%s}", Map.of("quantity", NOT_QUANTITIES));
        inLine(
                line,
                Map.of(
                        "unitPrice",
                        NOT_PRICES,
                        "description",
                        withoutNull(plus(NOT_TEXT, CONTROL, List.of(text(201))))));
        INJECTED.forEach(field -> add("POST", ORDERS, order.formatted("\"" + field + "\":1")));
        INJECTED.forEach(field -> add(
                "POST", ORDERS, "{\"currency\":\"EUR\",\"lines\":[" + line.formatted("\"" + field + "\":1") + "]}"));
        var much = "{\"sku\":\"a\",\"quantity\":1000000000000}";
        add("POST", ORDERS, "{\"currency\":\"EUR\",\"lines\":[" + much + "," + much + "]}");
    }

    private void skus() {
        spoil(
                "PUT",
                SKU,
                "{\"price\":{\"amount\":\"1\",\"currency\":\"EUR\"},%s}",
                Map.of("name", plus(NOT_TEXT, CONTROL, List.of(text(201)))));
        spoil(
                "PUT",
                SKU,
                "{\"name\":\"x\",%s}",
                Map.of("price", prices(), "mode", List.of("1", "\"\"", "\"claim\"", "\"TRACK\"", "{}")));
        INJECTED.forEach(field -> add("PUT", SKU, "{\"name\":\"x\",\"" + field + "\":1}"));
        spoil("POST", SKU + "/receipts", "{%s}", Map.of("quantity", NOT_QUANTITIES));
        spoil("POST", SKU + "/receipts", "{\"quantity\":1,%s}", Map.of("location", withoutNull(NOT_NAMES)));
        for (var field : List.of("delta", "counted", "expected")) {
            var good = field.equals("delta") ? "" : field.equals("counted") ? "\"expected\":1," : "\"counted\":1,";
            spoil(
                    "POST",
                    SKU + "/adjustments",
                    "{\"reason\":\"LOST\"," + good + "%s}",
                    Map.of(
                            field,
                            List.of("null", "\"1\"", "1.0", "1e1", "1000000000001", "-1000000000001", "true", "{}")));
        }
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"delta\":0}");
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"delta\":1,\"counted\":1,\"expected\":1}");
        add("POST", SKU + "/adjustments", "{\"reason\":\"LOST\",\"counted\":-1,\"expected\":1}");
        spoil(
                "POST",
                SKU + "/adjustments",
                "{\"delta\":1,%s}",
                Map.of("reason", plus(NOT_TEXT, List.of("\"RECEIVED\"", "\"lost\""))));
    }

    private void accounts() {
        spoil("PUT", ACCOUNT, "{\"name\":\"x\",%s}", Map.of("creditLimit", NOT_MONEY));
        spoil(
                "PUT",
                ACCOUNT,
                "{\"name\":\"x\",\"creditLimit\":{\"amount\":\"1\",\"currency\":\"EUR\"},%s}",
                Map.of(
                        "paymentTerms",
                        List.of(
                                "1",
                                "\"\"",
                                "\"NET_0\"",
                                "\"NET_366\"",
                                "\"NET_030\"",
                                "\"net_30\"",
                                "\"NET_-1\"",
                                "\"NET_1.5\"",
                                "\"prepaid\"")));
        INJECTED.forEach(field -> add(
                "PUT",
                ACCOUNT,
                "{\"name\":\"x\",\"creditLimit\":{\"amount\":\"1\",\"currency\":\"EUR\"},\"" + field + "\":1}"));
        spoil(
                "POST",
                ACCOUNT + "/payments",
                "{%s}",
                Map.of("amount", plus(NOT_MONEY, List.of("{\"amount\":\"0\",\"currency\":\"EUR\"}"))));
    }

    private void steps() {
        for (var step : List.of("confirm", "deliver", "release", "cancel", "shipments")) {
            INJECTED.forEach(field -> add("POST", ORDER + "/" + step, "{\"" + field + "\":1}"));
        }
        spoil("POST", ORDER + "/release", "{%s}", Map.of("location", withoutNull(NOT_NAMES)));
        spoil(
                "POST",
                ORDER + "/cancel",
                "{%s}",
                Map.of("reason", withoutNull(plus(NOT_TEXT, CONTROL, List.of(text(201))))));
        spoil(
                "POST",
                ORDER + "/shipments",
                "{%s}",
                Map.of(
                        "lines",
                        List.of(
                                "1",
                                "{}",
                                "[]",
                                "[1]",
                                "[{}]",
                                "[{\"line\":1}]",
                                "[{\"quantity\":1}]",
                                "[{\"line\":0,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":0}]",
                                "[{\"line\":1.0,\"quantity\":1}]",
                                "[{\"line\":3000000000,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":1},{\"line\":1,\"quantity\":1}]",
                                "[{\"line\":1,\"quantity\":1,\"sku\":\"a\"}]")));
    }

    private void inLine(String line, Map<String, List<String>> fields) {
        spoil("POST", ORDERS, "{\"currency\":\"EUR\",\"lines\":[" + line + "]}", fields);
    }

    private void spoil(String method, String path, String template, Map<String, List<String>> fields) {
        fields.forEach((field, values) -> {
            for (var value : values) {
                add(method, path, template.formatted("\"" + field + "\":" + value));
            }
        });
    }

    private void add(String method, String path, String body) {
        var shown = body.length() > 90 ? body.substring(0, 90) + "… (" + body.length() + ")" : body;
        add(method + " " + path + " " + shown, method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String title, String method, String path, byte[] body) {
        cases.add(new Case(title, method, path, body, null, "", 400, "invalid-request"));
    }
}
