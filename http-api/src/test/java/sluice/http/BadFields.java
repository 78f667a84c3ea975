package sluice.http;

import static sluice.http.BadRequest.invalid;
import static sluice.http.ValidRequest.ADJUST;
import static sluice.http.ValidRequest.BULK;
import static sluice.http.ValidRequest.CANCEL;
import static sluice.http.ValidRequest.CHANGE_WEBHOOK;
import static sluice.http.ValidRequest.COUNT;
import static sluice.http.ValidRequest.CREATE_KEY;
import static sluice.http.ValidRequest.CREATE_WEBHOOK;
import static sluice.http.ValidRequest.DEFINE;
import static sluice.http.ValidRequest.OPEN;
import static sluice.http.ValidRequest.PAY;
import static sluice.http.ValidRequest.PLACE;
import static sluice.http.ValidRequest.RECEIVE;
import static sluice.http.ValidRequest.RECOVER_WEBHOOK;
import static sluice.http.ValidRequest.RELEASE;
import static sluice.http.ValidRequest.REPLAY_WEBHOOK;
import static sluice.http.ValidRequest.ROTATE_KEY;
import static sluice.http.ValidRequest.ROTATE_WEBHOOK;
import static sluice.http.ValidRequest.SHIP;
import static sluice.http.WrongValues.NOT_CHANNELS;
import static sluice.http.WrongValues.NOT_COUNTS;
import static sluice.http.WrongValues.NOT_CURRENCIES;
import static sluice.http.WrongValues.NOT_DECIMALS;
import static sluice.http.WrongValues.NOT_DELTAS;
import static sluice.http.WrongValues.NOT_EVENTS;
import static sluice.http.WrongValues.NOT_LINE_NUMBERS;
import static sluice.http.WrongValues.NOT_LISTS;
import static sluice.http.WrongValues.NOT_MODES;
import static sluice.http.WrongValues.NOT_MOMENTS;
import static sluice.http.WrongValues.NOT_NAMES;
import static sluice.http.WrongValues.NOT_OBJECTS;
import static sluice.http.WrongValues.NOT_ON_RECORD;
import static sluice.http.WrongValues.NOT_OVERLAPS;
import static sluice.http.WrongValues.NOT_POSITIONS;
import static sluice.http.WrongValues.NOT_PRICES;
import static sluice.http.WrongValues.NOT_QUANTITIES;
import static sluice.http.WrongValues.NOT_REASONS;
import static sluice.http.WrongValues.NOT_REFERENCES;
import static sluice.http.WrongValues.NOT_SCOPES;
import static sluice.http.WrongValues.NOT_TERMS;
import static sluice.http.WrongValues.NOT_URLS;
import static sluice.http.WrongValues.notText;

import java.util.ArrayList;
import java.util.List;

/** Bad input, by field: good bodies with one value spoilt or left out. */
final class BadFields {

    private final List<BadRequest> rows = new ArrayList<>();

    static List<BadRequest> all() {
        var table = new BadFields();
        table.orders(PLACE, "");
        table.orders(BULK, "/orders/0");
        table.bulks();
        table.steps();
        table.skus();
        table.accounts();
        table.keys();
        table.webhooks();
        return table.rows;
    }

    /** @param place where in the request the order stands */
    private void orders(ValidRequest request, String place) {
        required(request, place + "/currency", NOT_CURRENCIES);
        required(request, place + "/lines", NOT_LISTS);
        required(request, place + "/lines/0", NOT_OBJECTS);
        required(request, place + "/lines/0/sku", NOT_NAMES);
        required(request, place + "/lines/0/quantity", NOT_QUANTITIES);
        optional(request, place + "/lines/0/unitPrice", NOT_PRICES);
        optional(request, place + "/lines/1/description", notText(200));
        optional(request, place + "/accountId", NOT_NAMES);
        optional(request, place + "/channel", NOT_CHANNELS);
        optional(request, place + "/externalId", NOT_REFERENCES);
        optional(request, place + "/poNumber", NOT_REFERENCES);
        optional(request, place + "/metadata", NOT_OBJECTS);
        wrong(request, place + "/metadata/campaign", notText(500));
        wrong(request, place + "/metadata/campaign", List.of("null"));
        wrong(
                request,
                place + "/metadata",
                "{%s:\"x\"}".formatted(WrongValues.text(41)),
                place + "/metadata/" + "x".repeat(41));
        wrong(request, place + "/metadata", "{\"\":\"x\"}", place + "/metadata/");
        wrong(request, place + "/metadata", "{\"a\\u0000\":\"x\"}", place + "/metadata/a\u0000");
        wrong(request, place + "/metadata", "{\"a/b~c\":1}", place + "/metadata/a~1b~0c");
        wrong(request, place + "/metadata", WrongValues.entries(21), place + "/metadata");
        wrong(request, place + "/lines", WrongValues.lines(1_001, 1), place + "/lines");
        wrong(request, place + "/lines", WrongValues.lines(2, 600_000_000_000L), place + "/lines");
    }

    private void bulks() {
        required(BULK, "/orders", NOT_LISTS);
        required(BULK, "/orders/0", NOT_OBJECTS);
        wrong(BULK, "/orders", "[" + "1,".repeat(100) + "1]", "/orders");
        var thousand = "{\"lines\":" + WrongValues.lines(1_000, 1) + "},";
        wrong(BULK, "/orders", "[" + thousand.repeat(10) + "{\"lines\":[1]}]", "/orders");
    }

    private void steps() {
        optional(RELEASE, "/location", NOT_NAMES);
        optional(CANCEL, "/reason", notText(200));
        optional(SHIP, "/location", NOT_NAMES);
        optional(SHIP, "/carrier", notText(64));
        optional(SHIP, "/trackingNumber", notText(64));
        optional(SHIP, "/lines", NOT_LISTS);
        wrong(SHIP, "/lines/0", NOT_OBJECTS);
        required(SHIP, "/lines/0/line", NOT_LINE_NUMBERS);
        required(SHIP, "/lines/0/quantity", NOT_QUANTITIES);
        wrong(SHIP, "/lines", "[{\"line\":1,\"quantity\":1},{\"line\":1,\"quantity\":1}]", "/lines");
    }

    private void skus() {
        required(DEFINE, "/name", notText(200));
        optional(DEFINE, "/mode", NOT_MODES);
        optional(DEFINE, "/price", NOT_OBJECTS);
        required(DEFINE, "/price/amount", NOT_PRICES);
        required(DEFINE, "/price/currency", NOT_CURRENCIES);
        required(RECEIVE, "/quantity", NOT_QUANTITIES);
        optional(RECEIVE, "/location", NOT_NAMES);
        optional(RECEIVE, "/reference", notText(200));
        required(ADJUST, "/delta", NOT_DELTAS);
        optional(ADJUST, "/location", NOT_NAMES);
        required(ADJUST, "/reason", NOT_REASONS);
        required(COUNT, "/counted", NOT_COUNTS);
        required(COUNT, "/expected", NOT_ON_RECORD);
        rows.add(invalid("and a count", ADJUST, JsonEdit.append(COUNT.body, "", "\"delta\":1"), "/delta"));
    }

    private void accounts() {
        required(OPEN, "/name", notText(200));
        required(OPEN, "/creditLimit", NOT_OBJECTS);
        required(OPEN, "/creditLimit/amount", NOT_DECIMALS);
        required(OPEN, "/creditLimit/currency", NOT_CURRENCIES);
        optional(OPEN, "/paymentTerms", NOT_TERMS);
        wrong(OPEN, "/creditLimit", "{\"amount\":\"1.5\",\"currency\":\"JPY\"}", "/creditLimit/amount");
        required(PAY, "/amount", NOT_OBJECTS);
        required(PAY, "/amount/amount", NOT_DECIMALS);
        wrong(PAY, "/amount/amount", List.of("\"0\"", "\"0.00\""));
        required(PAY, "/amount/currency", NOT_CURRENCIES);
        optional(PAY, "/reference", notText(200));
    }

    private void keys() {
        required(CREATE_KEY, "/name", notText(200));
        required(CREATE_KEY, "/scopes", NOT_LISTS);
        required(CREATE_KEY, "/scopes/0", NOT_SCOPES);
        wrong(CREATE_KEY, "/scopes", "[\"orders:read\",\"orders:read\"]", "/scopes");
        for (var beyond : List.of(
                "products:write",
                "inventory:write",
                "customers:write",
                "credit:write",
                "reports:read",
                "ops:write",
                "keys:admin")) {
            wrong(CREATE_KEY, "/scopes", "[\"orders:read\",\"" + beyond + "\"]", "/scopes");
        }
        optional(CREATE_KEY, "/accountId", NOT_NAMES);
        rows.add(
                invalid("a contact of nobody", CREATE_KEY, JsonEdit.remove(CREATE_KEY.body, "/accountId"), "/contact"));
        optional(CREATE_KEY, "/contact", NOT_REFERENCES);
        optional(CREATE_KEY, "/channel", NOT_CHANNELS);
        optional(CREATE_KEY, "/rate", NOT_OBJECTS);
        for (var part : List.of("perSecond", "burst", "concurrency")) {
            required(CREATE_KEY, "/rate/" + part, NOT_LINE_NUMBERS);
        }
        optional(CREATE_KEY, "/expiresAt", NOT_MOMENTS);
        optional(ROTATE_KEY, "/overlapSeconds", NOT_OVERLAPS);
    }

    private void webhooks() {
        required(CREATE_WEBHOOK, "/url", NOT_URLS);
        required(CREATE_WEBHOOK, "/events", NOT_LISTS);
        required(CREATE_WEBHOOK, "/events/0", NOT_EVENTS);
        optional(CREATE_WEBHOOK, "/accountId", NOT_NAMES);
        optional(CREATE_WEBHOOK, "/description", notText(200));
        optional(CREATE_WEBHOOK, "/concurrency", NOT_LINE_NUMBERS);
        optional(CREATE_WEBHOOK, "/perSecond", NOT_LINE_NUMBERS);
        wrong(CREATE_WEBHOOK, "/concurrency", List.of("65"));
        wrong(CREATE_WEBHOOK, "/perSecond", List.of("1001"));
        optional(CHANGE_WEBHOOK, "/url", NOT_URLS);
        optional(CHANGE_WEBHOOK, "/events", NOT_LISTS);
        wrong(CHANGE_WEBHOOK, "/events/0", NOT_EVENTS);
        optional(CHANGE_WEBHOOK, "/description", notText(200));
        optional(CHANGE_WEBHOOK, "/status", NOT_CHANNELS);
        wrong(CHANGE_WEBHOOK, "/status", List.of("\"DISABLED_FAILING\"", "\"DISABLED_GONE\""));
        optional(CHANGE_WEBHOOK, "/concurrency", NOT_LINE_NUMBERS);
        optional(CHANGE_WEBHOOK, "/perSecond", NOT_LINE_NUMBERS);
        optional(ROTATE_WEBHOOK, "/overlapSeconds", NOT_OVERLAPS);
        required(RECOVER_WEBHOOK, "/since", notText(30));
        wrong(RECOVER_WEBHOOK, "/since", List.of("\"2026-01-01\"", "\"2026-01-01T00:00:00+01:00\""));
        required(REPLAY_WEBHOOK, "/fromPosition", NOT_POSITIONS);
    }

    /** Neither may the field be missing or null, nor have any of {@code values}. */
    private void required(ValidRequest request, String field, List<String> values) {
        wrong(request, field, values);
        wrong(request, field, List.of("null"));
        if (!field.matches(".*/[0-9]+")) {
            var title = "without " + field;
            rows.add(invalid(title, request, JsonEdit.remove(request.body, field), field));
        }
    }

    /** The field may be missing or null, but not have any of {@code values}. */
    private void optional(ValidRequest request, String field, List<String> values) {
        wrong(request, field, values);
    }

    private void wrong(ValidRequest request, String field, List<String> values) {
        values.forEach(value -> wrong(request, field, value, field));
    }

    private void wrong(ValidRequest request, String field, String value, String place) {
        var title = field + ": " + BadRequest.shortened(value);
        rows.add(invalid(title, request, JsonEdit.replace(request.body, field, value), place));
    }
}
