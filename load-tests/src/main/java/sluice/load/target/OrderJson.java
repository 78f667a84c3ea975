package sluice.load.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import sluice.load.client.OrderContent;

/** Reads the API's JSON. */
final class OrderJson {

    private OrderJson() {}

    static OrderContent content(JsonNode order) {
        var lines = new ArrayList<OrderContent.Line>();
        for (var line : order.path("lines")) {
            lines.add(new OrderContent.Line(
                    line.path("sku").asText(),
                    line.path("ordered").asLong(),
                    new BigDecimal(line.path("unitPrice").asText()),
                    minorUnits(line.path("total"))));
        }
        return new OrderContent(
                order.path("id").asText(),
                order.path("channel").asText(),
                text(order, "accountId"),
                text(order, "externalId"),
                text(order, "poNumber"),
                order.path("currency")
                        .asText(order.path("total").path("currency").asText()),
                lines);
    }

    /** The minor units of {@code {"amount":"19.90","currency":"EUR"}}. */
    static long minorUnits(JsonNode money) {
        return OrderContent.minorUnits(
                new BigDecimal(money.path("amount").asText()),
                money.path("currency").asText());
    }

    private static @Nullable String text(JsonNode order, String field) {
        var value = order.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
