package sluice.http;

import static sluice.http.Values.reference;
import static sluice.http.Values.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import sluice.http.Fields.Reader;
import sluice.order.Channel;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** The bodies that orders are asked with. */
final class OrderBodies {

    private static final int MAX_LINES = 1_000;
    private static final int MAX_REFERENCE = 64;
    private static final int MAX_TEXT = 200;
    private static final int MAX_METADATA = 20;
    private static final int MAX_METADATA_KEY = 40;
    private static final int MAX_METADATA_VALUE = 500;

    private static final SkuId NO_SKU = new SkuId("-");
    private static final Quantity ONE = Quantity.of(1);

    private static final Reader<WantedLine> WANTED_LINE = (value, place) -> {
        var fields = place.fields(value);
        var line = new WantedLine(
                fields.required("sku", Values.named(SkuId::new), NO_SKU),
                fields.required("quantity", Values.QUANTITY, ONE),
                fields.optional("unitPrice", Values.UNIT_PRICE),
                fields.optional("description", text(MAX_TEXT)));
        fields.refuseOthers();
        return line;
    };

    private static final Reader<LineQuantity> LINE_QUANTITY = (value, place) -> {
        var fields = place.fields(value);
        var part = new LineQuantity(
                fields.required("line", Values.LINE_NUMBER, 1), fields.required("quantity", Values.QUANTITY, ONE));
        fields.refuseOthers();
        return part;
    };

    private static final Reader<List<LineQuantity>> LINE_QUANTITIES = (value, place) -> {
        var parts = Fields.listOf(1, MAX_LINES, LINE_QUANTITY).read(value, place);
        if (parts == null) {
            return null;
        }
        var seen = new HashSet<Integer>();
        var twice = new ArrayList<Integer>();
        parts.stream().map(LineQuantity::line).filter(line -> !seen.add(line)).forEach(twice::add);
        return twice.isEmpty() ? parts : place.fault("must name each line once, names again " + twice);
    };

    private OrderBodies() {}

    static WantedOrder wanted(Fields body) {
        return new WantedOrder(
                body.optional("channel", Values.oneOf(Channel.class), Channel.API),
                body.optional("accountId", Values.named(AccountId::new)),
                body.optional("externalId", reference(MAX_REFERENCE)),
                body.optional("poNumber", reference(MAX_REFERENCE)),
                body.required("currency", Values.CURRENCY, Values.NO_MONEY.currency()),
                body.required("lines", Fields.listOf(1, MAX_LINES, WANTED_LINE), List.of()),
                body.optional(
                        "metadata",
                        Fields.mapOf(MAX_METADATA, text(MAX_METADATA_KEY), text(MAX_METADATA_VALUE)),
                        Map.of()));
    }

    static OrderCommand.Release release(Fields body) {
        return new OrderCommand.Release(body.optional("location", Values.named(LocationId::new), Values.MAIN));
    }

    static OrderCommand.Ship ship(Fields body) {
        return new OrderCommand.Ship(
                body.optional("lines", LINE_QUANTITIES, List.of()),
                body.optional("location", Values.named(LocationId::new)),
                body.optional("carrier", text(MAX_REFERENCE)),
                body.optional("trackingNumber", text(MAX_REFERENCE)));
    }

    static OrderCommand.Cancel cancel(Fields body) {
        return new OrderCommand.Cancel(body.optional("reason", text(MAX_TEXT)));
    }
}
