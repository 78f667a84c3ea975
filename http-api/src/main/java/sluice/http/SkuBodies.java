package sluice.http;

import static sluice.http.Values.text;

import java.util.function.Supplier;
import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.LocationId;
import sluice.value.Quantity;

/** The bodies that SKUs are asked with. Each is read at once; what it asks for is made only if the request has no fault. */
final class SkuBodies {

    private static final int MAX_NAME = 200;
    private static final int MAX_REFERENCE = 200;

    /** How a SKU's stock is kept: what is ordered is claimed. */
    enum Mode {
        CLAIM
    }

    private SkuBodies() {}

    static Supplier<StockCommand> define(Fields body) {
        body.optional("mode", Values.oneOf(Mode.class));
        var name = body.required("name", text(MAX_NAME), "-");
        var price = body.optional("price", Values.PRICE);
        return () -> new StockCommand.Define(new SkuDefinition(name, price));
    }

    static Supplier<StockCommand> receive(Fields body) {
        var quantity = body.required("quantity", Values.QUANTITY, Quantity.ZERO);
        var location = location(body);
        var reference = body.optional("reference", text(MAX_REFERENCE));
        return () -> new StockCommand.Receive(quantity, location, reference);
    }

    /** A correction by a difference, or to a counted value with the value expected; never a mixture. */
    static Supplier<StockCommand> adjust(Fields body) {
        var reason = body.required("reason", Values.oneOf(AdjustmentReason.class), AdjustmentReason.CORRECTION);
        var location = location(body);
        if (!body.has("counted") && !body.has("expected")) {
            var delta = body.required("delta", Values.DELTA, 0L);
            return () -> new StockCommand.Adjust(delta, location, reason);
        }
        if (body.optional("delta", Values.DELTA) != null) {
            body.fault("delta", "cannot stand beside counted and expected");
        }
        var counted = body.required("counted", Values.COUNT, Quantity.ZERO);
        var expected = body.required("expected", Values.ON_RECORD, 0L);
        return () -> new StockCommand.Count(counted, expected, location, reason);
    }

    private static LocationId location(Fields body) {
        return body.optional("location", Values.named(LocationId::new), Values.MAIN);
    }
}
