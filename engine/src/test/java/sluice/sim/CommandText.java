package sluice.sim;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.order.OrderCommand;
import sluice.order.OrderCommand.LineQuantity;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.SkuId;

/** What is asked, in words. */
final class CommandText {

    private CommandText() {}

    static String of(WantedOrder order) {
        var lines = order.lines().stream().map(CommandText::of).collect(Collectors.joining(" and "));
        return "place " + lines
                + (order.account() == null ? " for a guest" : " for " + order.account())
                + (order.currency().getCurrencyCode().equals("EUR") ? "" : ", in " + order.currency())
                + (order.externalId() == null ? "" : ", " + order.channel() + " calls it " + order.externalId())
                + (order.poNumber() == null ? "" : ", purchase order " + order.poNumber());
    }

    private static String of(WantedLine line) {
        return line.quantity() + " of " + line.sku() + (line.unitPrice() == null ? "" : " at " + line.unitPrice());
    }

    /** @param order what the order is called */
    static String of(String order, OrderCommand command) {
        return switch (command) {
            case OrderCommand.Read read -> "read " + order;
            case OrderCommand.Confirm confirm -> "confirm " + order;
            case OrderCommand.Release(var location) -> "release " + order + " to " + location;
            case OrderCommand.Ship ship ->
                "ship " + shipped(ship.lines()) + " of " + order
                        + (ship.location() == null ? "" : " from " + ship.location())
                        + with(", with ", ship.carrier());
            case OrderCommand.Deliver deliver -> "deliver " + order;
            case OrderCommand.Cancel(var reason) -> "cancel " + order + with(": ", reason);
            case OrderCommand.DoesExist question -> "say whether there is " + order;
            case OrderCommand.Settle(var effect) -> "settle " + order + " up to effect " + effect;
        };
    }

    private static String shipped(List<LineQuantity> lines) {
        return lines.isEmpty()
                ? "all that is open"
                : lines.stream()
                        .map(line -> line.quantity() + " of line " + line.line())
                        .collect(Collectors.joining(" and "));
    }

    static String of(SkuId sku, StockCommand command) {
        return switch (command) {
            case StockCommand.Define(var definition) -> "define " + sku + " as " + of(definition);
            case StockCommand.Read read -> "read " + sku;
            case StockCommand.Receive(var quantity, var location, var reference) ->
                "receive " + quantity + " of " + sku + " at " + location + with(", by ", reference);
            case StockCommand.Adjust(var delta, var location, var reason) ->
                "adjust " + sku + " at " + location + " by " + signed(delta) + ", " + reason;
            case StockCommand.Count(var counted, var expected, var location, var reason) ->
                "count " + counted + " of " + sku + " at " + location + " where " + expected + " should be, " + reason;
            case StockCommand.Claim(var order, var quantity) -> "claim " + quantity + " of " + sku + " for " + order;
            case StockCommand.Release(var order) -> "release what " + order + " claims of " + sku;
            case StockCommand.Vouch(var orders) -> "vouch to " + sku + " for " + orders;
            case StockCommand.Abandon(var orders) -> "abandon at " + sku + " " + orders;
            case StockCommand.Ship(var order, var effect, var quantity, var location) ->
                "ship " + quantity + " of " + sku + " from " + location + ", effect " + effect + " of " + order;
            case StockCommand.Free(var order, var effect) ->
                "free what is left at " + sku + ", effect " + effect + " of " + order;
        };
    }

    private static String of(SkuDefinition definition) {
        var price = definition.price();
        return definition.name()
                + (price == null ? ", without a price" : ", at " + price.amount() + " " + price.currency());
    }

    static String of(AccountId account, AccountCommand command) {
        return switch (command) {
            case AccountCommand.Define(var terms) ->
                "let " + account + " owe up to " + terms.creditLimit() + ", net " + terms.netDays() + " days";
            case AccountCommand.Read read -> "read " + account;
            case AccountCommand.ReceivePayment(var amount, var reference) ->
                "take " + amount + " from " + account + with(", by ", reference);
            case AccountCommand.Pledge(var order, var amount) ->
                "pledge " + amount + " of " + account + " for " + order;
            case AccountCommand.Release(var order) -> "release what " + order + " pledges of " + account;
            case AccountCommand.Vouch(var orders) -> "vouch to " + account + " for " + orders;
            case AccountCommand.Abandon(var orders) -> "abandon at " + account + " " + orders;
            case AccountCommand.Invoice(var order, var effect, var amount, var last) ->
                "invoice " + amount + " to " + account + ", effect " + effect + " of " + order
                        + (last ? ", the last" : "");
            case AccountCommand.Free(var order, var effect) ->
                "free what is left at " + account + ", effect " + effect + " of " + order;
        };
    }

    private static String with(String word, @Nullable String text) {
        return text == null ? "" : word + text;
    }

    static String signed(long number) {
        return number > 0 ? "+" + number : Long.toString(number);
    }
}
