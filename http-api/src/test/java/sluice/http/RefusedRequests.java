package sluice.http;

import static sluice.http.BadRequest.refused;
import static sluice.http.ValidRequest.ADJUST;
import static sluice.http.ValidRequest.BULK;
import static sluice.http.ValidRequest.CANCEL;
import static sluice.http.ValidRequest.CONFIRM;
import static sluice.http.ValidRequest.COUNT;
import static sluice.http.ValidRequest.CREATE_KEY;
import static sluice.http.ValidRequest.DELIVER;
import static sluice.http.ValidRequest.OPEN;
import static sluice.http.ValidRequest.PAY;
import static sluice.http.ValidRequest.PLACE;
import static sluice.http.ValidRequest.READ_KEY;
import static sluice.http.ValidRequest.READ_KEY_TRAIL;
import static sluice.http.ValidRequest.RECEIVE;
import static sluice.http.ValidRequest.RELEASE;
import static sluice.http.ValidRequest.REVOKE_KEY;
import static sluice.http.ValidRequest.ROTATE_KEY;
import static sluice.http.ValidRequest.SHIP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bad input, by subject: requests that can be read, but that no SKU, no account or no order of this kind allows. */
final class RefusedRequests {

    private static final String MAXIMUM = "1000000000000";

    /** What an order of a status allows. */
    private static final Map<String, Set<ValidRequest>> ALLOWED = Map.of(
            "SUBMITTED", Set.of(CONFIRM, CANCEL),
            "CONFIRMED", Set.of(RELEASE, SHIP, CANCEL),
            "PROCESSING", Set.of(SHIP, CANCEL),
            "SHIPPED", Set.of(DELIVER),
            "DELIVERED", Set.of(),
            "CANCELLED", Set.of());

    private final List<BadRequest> rows = new ArrayList<>();

    static List<BadRequest> all() {
        var table = new RefusedRequests();
        table.placements(PLACE, "");
        table.placements(BULK, "/orders/0");
        table.transitions();
        table.shipments();
        table.stock();
        table.accounts();
        table.keys();
        table.usedKeys();
        return table.rows;
    }

    /** @param place where in the request the order stands */
    private void placements(ValidRequest request, String place) {
        spoilt(request, place + "/lines/0/sku", "\"nonsense\"", Problem.UNKNOWN_SKU, "/skus/0 nonsense");
        spoilt(request, place + "/lines", lines("{unpriced}", 1), Problem.PRICE_MISSING, "/skus/0 {unpriced}");
        spoilt(request, place + "/lines", lines("{scarce}", 2), Problem.INSUFFICIENT_STOCK, "/lines/0/sku {scarce}");
        spoilt(request, place + "/accountId", "\"nonsense\"", Problem.UNKNOWN_ACCOUNT);
        spoilt(request, place + "/accountId", "\"{poor}\"", Problem.CREDIT_LIMIT_EXCEEDED, "/creditLimit/amount 1.00");
        spoilt(request, place + "/currency", "\"USD\"", Problem.CURRENCY_MISMATCH, "/expected EUR");
        spoilt(
                request,
                place + "/lines",
                "[{\"sku\":\"{sku}\",\"quantity\":" + MAXIMUM + ",\"unitPrice\":\"999999999999999\"}]",
                Problem.TOTAL_OUT_OF_RANGE);
    }

    private static String lines(String sku, int quantity) {
        return "[{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + "}]";
    }

    private void transitions() {
        ALLOWED.forEach((status, allowed) -> {
            for (var command : List.of(CONFIRM, RELEASE, SHIP, DELIVER, CANCEL)) {
                if (!allowed.contains(command)) {
                    var path = command.path.replaceFirst("\\{.*}", "{" + status + "}");
                    rows.add(refused(
                            command + " what is " + status,
                            subjects -> command.about(subjects).withTarget(subjects.fill(path)),
                            Problem.ILLEGAL_TRANSITION,
                            "/orderStatus " + status));
                }
            }
        });
    }

    private void shipments() {
        spoilt(SHIP, "/lines/0/line", "2", Problem.NO_SUCH_LINE, "/line 2");
        spoilt(SHIP, "/lines/0/line", "2147483647", Problem.NO_SUCH_LINE, "/line 2147483647");
        spoilt(SHIP, "/lines/0/quantity", "4", Problem.MORE_THAN_OPEN, "/line 1");
        spoilt(SHIP, "/lines/0/quantity", MAXIMUM, Problem.MORE_THAN_OPEN, "/line 1");
    }

    private void stock() {
        spoilt(RECEIVE, "/quantity", MAXIMUM, Problem.ABOVE_MAXIMUM);
        spoilt(ADJUST, "/delta", MAXIMUM, Problem.ABOVE_MAXIMUM);
        spoilt(ADJUST, "/delta", "-" + MAXIMUM, Problem.BELOW_ZERO, "/onHand 999995");
        spoilt(COUNT, "/expected", "5", Problem.COUNT_MOVED, "/actual 0");
        spoilt(COUNT, "/counted", MAXIMUM, Problem.ABOVE_MAXIMUM);
        for (var request : List.of(RECEIVE, ADJUST, COUNT)) {
            nowhere(request, "{sku}");
        }
    }

    private void accounts() {
        spoilt(PAY, "/amount/currency", "\"USD\"", Problem.CURRENCY_MISMATCH, "/expected EUR");
        spoilt(OPEN, "/creditLimit/currency", "\"USD\"", Problem.CURRENCY_IN_USE, "/currency EUR");
        nowhere(PAY, "{account}");
    }

    private void keys() {
        spoilt(CREATE_KEY, "/accountId", "\"nonsense\"", Problem.UNKNOWN_ACCOUNT);
        for (var request : List.of(ROTATE_KEY, REVOKE_KEY, READ_KEY, READ_KEY_TRAIL)) {
            nowhere(request, "{apiKey}");
        }
    }

    private void nowhere(ValidRequest request, String subject) {
        var path = request.path.replace(subject, "{fresh}");
        rows.add(refused(
                request + " for nobody",
                subjects -> request.about(subjects).withTarget(subjects.fill(path)),
                Problem.NOT_FOUND));
    }

    /** The key was used for something else: for another body at the same address, or for an earlier command to the same order. */
    private void usedKeys() {
        for (var request : List.of(PLACE, RECEIVE, ADJUST, COUNT, PAY, RELEASE, SHIP, DELIVER, CREATE_KEY)) {
            rows.add(refused(
                    request + " under a used key",
                    subjects -> request.about(subjects).plus("Idempotency-Key", subjects.fill("{key}")),
                    Problem.IDEMPOTENCY_KEY_REUSED));
        }
    }

    private void spoilt(ValidRequest request, String field, String value, Problem problem, String... tells) {
        var body = JsonEdit.replace(request.body, field, value);
        rows.add(refused(
                request + " " + field + " = " + BadRequest.shortened(value),
                subjects -> request.about(subjects, body),
                problem,
                tells));
    }
}
