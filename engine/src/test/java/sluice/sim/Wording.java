package sluice.sim;

import java.util.List;
import java.util.Objects;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.placement.WantedOrder;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;

/** Whether events say what was wished. */
final class Wording {

    private Wording() {}

    /**
     * Whether these events, in a row, are what the wish asks for, and no more. None at all are, where nothing has to change.
     *
     * @param book of the entity, before the events
     */
    static boolean isOf(Act.Wish wish, Book book, List<?> events) {
        if (events.isEmpty()) {
            return mayChangeNothing(wish, book, Long.MAX_VALUE);
        }
        if (events.size() != 1) {
            return false;
        }
        var event = events.getFirst();
        return switch (wish) {
            case Act.Place(var wanted) -> event instanceof OrderEvent.Placed placed && isOf(wanted, placed);
            case Act.OfSku(var sku, var command) -> isOf(command, event);
            case Act.OfAccount(var account, var command) -> isOf(command, event);
            case Act.OfOrder(var placedBy, var command) ->
                book instanceof OrderBook order && isOf(command, order, event);
        };
    }

    /** Whether the wish may have come true already, at some moment since {@code fromMicros}; of those to come, now counts. */
    static boolean mayChangeNothing(Act.Wish wish, Book book, long fromMicros) {
        return switch (wish) {
            case Act.OfSku(var sku, StockCommand.Define(var definition)) ->
                ((StockBook) book).definitionsSince(fromMicros).contains(definition);
            case Act.OfSku(var sku, StockCommand.Receive receive) ->
                receive.quantity().isZero();
            case Act.OfSku(var sku, StockCommand.Adjust adjust) -> adjust.deltaUnits() == 0;
            case Act.OfSku(var sku, StockCommand.Count count) -> count.counted().units() == count.expectedUnits();
            case Act.OfAccount(var account, AccountCommand.Define(var terms)) ->
                ((AccountBook) book).termsSince(fromMicros).contains(terms);
            case Act.OfAccount(var account, AccountCommand.ReceivePayment payment) ->
                payment.amount().isZero();
            case Act.OfSku other -> false;
            case Act.OfAccount other -> false;
            case Act.OfOrder other -> false;
            case Act.Place other -> false;
        };
    }

    /** Whether an order is placed as it was wanted; prices that were left to SKUs may be any. */
    static boolean isOf(WantedOrder wanted, OrderEvent.Placed placed) {
        boolean same = placed.channel() == wanted.channel()
                && Objects.equals(placed.account(), wanted.account())
                && Objects.equals(placed.externalId(), wanted.externalId())
                && Objects.equals(placed.poNumber(), wanted.poNumber())
                && placed.currency().equals(wanted.currency())
                && placed.metadata().equals(wanted.metadata())
                && placed.lines().size() == wanted.lines().size();
        for (int i = 0; same && i < wanted.lines().size(); i++) {
            var line = wanted.lines().get(i);
            var agreed = placed.lines().get(i);
            same = agreed.sku().equals(line.sku())
                    && agreed.quantity().equals(line.quantity())
                    && Objects.equals(agreed.description(), line.description())
                    && (line.unitPrice() == null || line.unitPrice().compareTo(agreed.unitPrice()) == 0);
        }
        return same;
    }

    private static boolean isOf(StockCommand command, Object event) {
        return switch (command) {
            case StockCommand.Define(var definition) -> event.equals(new StockEvent.Defined(definition));
            case StockCommand.Receive(var quantity, var location, var reference) ->
                event.equals(new StockEvent.Received(quantity, location, reference));
            case StockCommand.Adjust(var deltaUnits, var location, var reason) ->
                event.equals(new StockEvent.Adjusted(deltaUnits, location, reason));
            case StockCommand.Count(var counted, var expected, var location, var reason) ->
                event.equals(new StockEvent.Adjusted(counted.units() - expected, location, reason));
            case StockCommand.Read never -> false;
            case StockCommand.Claim never -> false;
            case StockCommand.Release never -> false;
            case StockCommand.Vouch never -> false;
            case StockCommand.Abandon never -> false;
            case StockCommand.Ship never -> false;
            case StockCommand.Free never -> false;
        };
    }

    private static boolean isOf(AccountCommand command, Object event) {
        return switch (command) {
            case AccountCommand.Define(var terms) -> event.equals(new AccountEvent.Defined(terms));
            case AccountCommand.ReceivePayment(var amount, var reference) ->
                event.equals(new AccountEvent.PaymentReceived(amount, reference));
            case AccountCommand.Read never -> false;
            case AccountCommand.Pledge never -> false;
            case AccountCommand.Release never -> false;
            case AccountCommand.Vouch never -> false;
            case AccountCommand.Abandon never -> false;
            case AccountCommand.Invoice never -> false;
            case AccountCommand.Free never -> false;
        };
    }

    private static boolean isOf(OrderCommand command, OrderBook order, Object event) {
        return switch (command) {
            case OrderCommand.Confirm confirm -> event instanceof OrderEvent.Confirmed;
            case OrderCommand.Release(var location) -> event.equals(new OrderEvent.Released(location));
            case OrderCommand.Ship ship -> event instanceof OrderEvent.Shipped shipped && isOf(ship, order, shipped);
            case OrderCommand.Deliver deliver -> event instanceof OrderEvent.Delivered;
            case OrderCommand.Cancel(var reason) -> event.equals(new OrderEvent.Cancelled(reason));
            case OrderCommand.Read never -> false;
            case OrderCommand.DoesExist never -> false;
            case OrderCommand.Settle never -> false;
        };
    }

    private static boolean isOf(OrderCommand.Ship ship, OrderBook order, OrderEvent.Shipped shipped) {
        boolean same = shipped.location().equals(ship.location() == null ? order.location() : ship.location())
                && Objects.equals(shipped.carrier(), ship.carrier())
                && Objects.equals(shipped.trackingNumber(), ship.trackingNumber());
        long[] asked = new long[order.open.size() + 1];
        if (ship.lines().isEmpty()) { // all that is open
            for (int line = 1; line < asked.length; line++) {
                asked[line] = order.open.get(line - 1).now();
            }
        }
        for (var line : ship.lines()) {
            if (line.line() < 1 || line.line() >= asked.length) {
                return false;
            }
            asked[line.line()] += line.quantity().units();
        }
        for (var line : shipped.lines()) {
            if (line.line() < 1 || line.line() >= asked.length) {
                return false;
            }
            asked[line.line()] -= line.quantity().units();
        }
        for (long difference : asked) {
            same &= difference == 0;
        }
        return same;
    }
}
