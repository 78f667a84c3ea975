package sluice.sim;

import sluice.entity.Outcome;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.order.OrderStatus;

final class OrderRefusalIsJustified extends Check {

    OrderRefusalIsJustified(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "What an order says when it refuses a client was so at some moment while the client waited, and is"
                + " reason enough; it is not found only if it was not placed when the client asked.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (attempt.act.wish() instanceof Act.OfOrder(var placedBy, var command)
                && attempt.order != null
                && attempt.outcome instanceof Outcome.Refused<?, ?>(var reason)
                && !(reason instanceof OrderRejection refused
                        && isJustified(attempt, books.of(attempt.order), command, refused))) {
            violated("%s of %s is refused: %s", attempt, attempt.order, reason);
        }
    }

    private boolean isJustified(Attempt attempt, OrderBook order, OrderCommand command, OrderRejection reason) {
        long since = attempt.sentMicros;
        return switch (reason) {
            case OrderRejection.NotFound notFound -> order.placed == null || order.placedMicros > since;
            case OrderRejection.IllegalTransition(var status, var name, var allowed) ->
                name.equals(nameOf(command))
                        && !mayCome(order, status, command)
                        && order.statuses.was(OrderBook.codeOf(status), since, nowMicros());
            case OrderRejection.NoSuchLine(var line) ->
                command instanceof OrderCommand.Ship ship && isWrong(line, ship, order.open.size());
            case OrderRejection.MoreThanOpen(var line, var requested, var open) ->
                command instanceof OrderCommand.Ship ship
                        && ship.lines().contains(new OrderCommand.LineQuantity(line, requested))
                        && (requested.isZero() || requested.exceeds(open))
                        && line >= 1
                        && line <= order.open.size()
                        && order.open.get(line - 1).was(open.units(), since, nowMicros());
        };
    }

    private static String nameOf(OrderCommand command) {
        return switch (command) {
            case OrderCommand.Confirm confirm -> "confirm";
            case OrderCommand.Release release -> "release";
            case OrderCommand.Ship ship -> "ship";
            case OrderCommand.Deliver deliver -> "deliver";
            case OrderCommand.Cancel cancel -> "cancel";
            case OrderCommand.Read never -> "";
            case OrderCommand.DoesExist never -> "";
            case OrderCommand.Settle never -> "";
        };
    }

    private static boolean mayCome(OrderBook order, OrderStatus status, OrderCommand command) {
        return switch (command) {
            case OrderCommand.Confirm confirm -> status == OrderStatus.SUBMITTED;
            case OrderCommand.Release release -> status == OrderStatus.CONFIRMED;
            case OrderCommand.Ship ship -> status == OrderStatus.CONFIRMED || status == OrderStatus.PROCESSING;
            case OrderCommand.Deliver deliver -> status == OrderStatus.SHIPPED;
            case OrderCommand.Cancel cancel ->
                status == OrderStatus.SUBMITTED
                        || status == OrderStatus.CONFIRMED
                        || (status == OrderStatus.PROCESSING && !order.anyShipped);
            case OrderCommand.Read read -> true;
            case OrderCommand.DoesExist never -> true;
            case OrderCommand.Settle never -> true;
        };
    }

    private static boolean isWrong(int line, OrderCommand.Ship ship, int lines) {
        int named = 0;
        for (var one : ship.lines()) {
            named += one.line() == line ? 1 : 0;
        }
        return named > 1 || (named == 1 && (line < 1 || line > lines));
    }
}
