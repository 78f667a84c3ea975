package sluice.http;

import static sluice.http.Values.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import sluice.http.Fields.Reader;
import sluice.key.ApiKey;
import sluice.order.Channel;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Names;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** The bodies that orders are asked with. Each is read at once; what it asks for is made only if the request has no fault. */
final class OrderBodies {

    private static final int MAX_SHIPPING_TEXT = 64;
    private static final int MAX_TEXT = 200;
    private static final int MAX_METADATA = 20;
    private static final int MAX_METADATA_KEY = 40;
    private static final int MAX_METADATA_VALUE = 500;

    private static final SkuId NO_SKU = new SkuId("-");
    private static final Quantity ONE = Quantity.of(1);

    /** A name of the caller's own. */
    private static final Reader<String> REFERENCE = Values.named(name -> Names.reference("a reference", name));

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

    private static final Reader<List<WantedLine>> WANTED_LINES = (value, place) -> {
        var lines = Fields.listOf(1, WantedOrder.MAX_LINES, WANTED_LINE).read(value, place);
        boolean tooMuch = lines != null
                && lines.stream().mapToLong(line -> line.quantity().units()).sum() > Quantity.MAX_UNITS;
        return tooMuch ? place.fault("must add up to at most " + Quantity.MAX_UNITS + " units") : lines;
    };

    private static final Reader<Map<String, String>> METADATA =
            Fields.mapOf(MAX_METADATA, text(MAX_METADATA_KEY), text(MAX_METADATA_VALUE));

    private static final Reader<LineQuantity> LINE_QUANTITY = (value, place) -> {
        var fields = place.fields(value);
        var part = new LineQuantity(
                fields.required("line", Values.LINE_NUMBER, 1), fields.required("quantity", Values.QUANTITY, ONE));
        fields.refuseOthers();
        return part;
    };

    private static final Reader<List<LineQuantity>> LINE_QUANTITIES = (value, place) -> {
        var parts = Fields.listOf(1, WantedOrder.MAX_LINES, LINE_QUANTITY).read(value, place);
        if (parts == null) {
            return null;
        }
        var seen = new HashSet<Integer>();
        var twice = new ArrayList<Integer>();
        parts.stream().map(LineQuantity::line).filter(line -> !seen.add(line)).forEach(twice::add);
        return twice.isEmpty() ? parts : place.fault("must name each line once, names again " + twice);
    };

    private OrderBodies() {}

    /** @param key says which account and channel are meant where the body leaves them out */
    static Supplier<WantedOrder> wanted(Fields body, ApiKey key) {
        var channel = body.optional("channel", Values.oneOf(Channel.class));
        var account = body.optional("accountId", Values.named(AccountId::new));
        var externalId = body.optional("externalId", REFERENCE);
        var poNumber = body.optional("poNumber", REFERENCE);
        var currency = body.required("currency", Values.CURRENCY, Values.NO_MONEY.currency());
        var lines = body.required("lines", WANTED_LINES, List.of());
        var metadata = body.optional("metadata", METADATA, Map.of());
        return () -> new WantedOrder(
                channel == null ? defaultChannel(key) : channel,
                account == null ? key.account() : account,
                externalId,
                poNumber,
                currency,
                lines,
                metadata);
    }

    private static Channel defaultChannel(ApiKey key) {
        return key.channel() == null ? Channel.API : key.channel();
    }

    static Supplier<OrderCommand> release(Fields body) {
        var location = body.optional("location", Values.named(LocationId::new), Values.MAIN);
        return () -> new OrderCommand.Release(location);
    }

    static Supplier<OrderCommand> ship(Fields body) {
        var lines = body.optional("lines", LINE_QUANTITIES, List.of());
        var location = body.optional("location", Values.named(LocationId::new));
        var carrier = body.optional("carrier", text(MAX_SHIPPING_TEXT));
        var trackingNumber = body.optional("trackingNumber", text(MAX_SHIPPING_TEXT));
        return () -> new OrderCommand.Ship(lines, location, carrier, trackingNumber);
    }

    static Supplier<OrderCommand> cancel(Fields body) {
        var reason = body.optional("reason", text(MAX_TEXT));
        return () -> new OrderCommand.Cancel(reason);
    }
}
