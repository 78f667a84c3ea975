package sluice.http;

import static sluice.http.Values.text;

import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.LocationId;
import sluice.value.Quantity;

/** The bodies that SKUs are asked with. */
final class SkuBodies {

    private static final int MAX_NAME = 200;
    private static final int MAX_REFERENCE = 200;

    /** How a SKU's stock is kept: what is ordered is claimed. */
    enum Mode {
        CLAIM
    }

    private SkuBodies() {}

    static StockCommand.Define define(Fields body) {
        body.optional("mode", Values.oneOf(Mode.class));
        return new StockCommand.Define(
                new SkuDefinition(body.required("name", text(MAX_NAME), ""), body.optional("price", Values.PRICE)));
    }

    static StockCommand.Receive receive(Fields body) {
        return new StockCommand.Receive(
                body.required("quantity", Values.QUANTITY, Quantity.of(1)),
                location(body),
                body.optional("reference", text(MAX_REFERENCE)));
    }

    /** A correction by a difference, or to a counted value with the value expected; never a mixture. */
    static StockCommand adjust(Fields body) {
        var reason = body.required("reason", Values.oneOf(AdjustmentReason.class), AdjustmentReason.CORRECTION);
        if (!body.has("counted") && !body.has("expected")) {
            return new StockCommand.Adjust(body.required("delta", Values.DELTA, 1L), location(body), reason);
        }
        if (body.has("delta")) {
            body.fault("delta", "cannot stand beside counted and expected");
            body.optional("delta", Values.DELTA);
        }
        return new StockCommand.Count(
                body.required("counted", Values.COUNT, Quantity.ZERO),
                body.required("expected", Values.ON_RECORD, 0L),
                location(body),
                reason);
    }

    private static LocationId location(Fields body) {
        return body.optional("location", Values.named(LocationId::new), Values.MAIN);
    }
}
